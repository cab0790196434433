import Keys

/// The policies of all environments, and which of them are asked on which route. Made anew only when a policy, a route or
/// an environment changes.
///
/// A policy is a bit: the n-th of its environment, in the order of their names. Which of them are asked for a request is
/// one `and` of two words: what is asked on the route, and what is asked of holders of the rights (`GrantSet.policies`).
final class PolicyBook: Sendable {
    /// By index of the environment.
    private let policies: [[CompiledPolicy]]
    /// The routes that were looked at.
    private let edition: RouteEdition
    /// For each of them the policies that are about it.
    private let onRoutes: [UInt64]
    /// Those that are not about routes, by index of the environment.
    private let withoutRoute: [UInt64]
    /// What of a request has to be looked up before they can be asked.
    let needs: RequestNeeds
    /// The same of each environment's, by its index.
    private let ownNeeds: [RequestNeeds]

    static let empty = PolicyBook([], environments: [], routes: [])

    /// `policies` by index of the environment.
    init(_ policies: [[CompiledPolicy]], environments: [EnvironmentEntry], routes: RouteBook) {
        self.policies = policies
        self.edition = routes.edition
        self.onRoutes = routes.rules.map { route in
            let index = environments.firstIndex { $0.projectName == route.project && $0.name == route.environment }
            guard let index, index < policies.count else { return 0 }
            return Self.mask(of: policies[index]) { $0.selection.includesRoute(route) }
        }
        self.withoutRoute = policies.map { Self.mask(of: $0) { !$0.selection.isAboutRoutes } }
        self.ownNeeds = policies.map { policies in
            policies.reduce(into: []) { $0.formUnion($1.restrictions?.needs ?? []) }
        }
        self.needs = self.ownNeeds.reduce(into: []) { $0.formUnion($1) }
    }

    /// The policies that are asked on a route of an environment.
    func asked(on route: RouteRules, in environment: UInt16) -> UInt64 {
        guard route.edition !== self.edition || route.index >= self.onRoutes.count else {
            return self.onRoutes[route.index]
        }
        return Self.mask(of: self.all(in: environment)) { $0.selection.includesRoute(route) }
    }

    /// The policies that are asked where there is no route: those that are not about routes.
    func askedWithoutRoute(in environment: UInt16) -> UInt64 {
        Int(environment) < self.withoutRoute.count ? self.withoutRoute[Int(environment)] : 0
    }

    /// What has to be looked up before those of an environment can be asked.
    func needs(in environment: UInt16) -> RequestNeeds {
        Int(environment) < self.ownNeeds.count ? self.ownNeeds[Int(environment)] : []
    }

    func all(in environment: UInt16) -> [CompiledPolicy] {
        Int(environment) < self.policies.count ? self.policies[Int(environment)] : []
    }

    /// The bits of those that meet a condition.
    static func mask(of policies: [CompiledPolicy], where condition: (CompiledPolicy) -> Bool) -> UInt64 {
        var mask: UInt64 = 0
        for (position, policy) in policies.prefix(Policy.mostAsked).enumerated() where condition(policy) {
            mask |= 1 << UInt64(position)
        }
        return mask
    }
}

extension PolicySelection {
    fileprivate func includesRoute(_ route: RouteRules) -> Bool {
        self.includesRoute(named: route.name, sensitivity: route.sensitivity)
    }
}
