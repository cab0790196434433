import ArgumentParser
import Keys

/// What a policy is about and asks for: the options that `create` and `update` share.
struct PolicyOptions: ParsableArguments {
    /// A proof beyond the key: `certificate`, `second-key`, or `grant:15m`.
    enum StepUpText: Hashable, Sendable, ExpressibleByArgument {
        case certificate
        case secondKey
        case grant(DurationText)

        init?(argument: String) {
            switch argument {
            case "certificate": self = .certificate
            case "second-key": self = .secondKey
            default:
                guard argument.hasPrefix("grant:"), let span = DurationText(argument: String(argument.dropFirst(6)))
                else { return nil }
                self = .grant(span)
            }
        }
    }

    @Option(
        name: .customLong("for-role"),
        help: .init(
            "About keys with this role, by id or name; may be repeated. (default: all keys)", valueName: "role"),
        completion: LiveNames.of(.roles))
    var roles: [String] = []

    @Option(
        name: .customLong("for-key"),
        help: .init("About this key, by id, name or hint; may be repeated. (default: all keys)", valueName: "key"),
        completion: LiveNames.of(.keys))
    var keys: [String] = []

    @Option(
        name: .customLong("on-route"),
        help: .init("About requests on the route of this name; may be repeated. (default: all)", valueName: "route"))
    var routes: [String] = []

    @Option(
        name: .customLong("sensitivity"),
        help: .init(
            "About routes labelled so, or more sensitive: public, internal, confidential or restricted. (default: all)",
            valueName: "label"))
    var sensitivity: String?

    @Option(help: .init("What it does: enforce, shadow or off. (default: enforce)", valueName: "mode"))
    var mode: String?

    @Option(help: .init("For how many of a hundred keys it holds, 0 to 100. (default: 100)", valueName: "percent"))
    var rollout: Int64?

    @OptionGroup var permissions: PermissionOptions
    @OptionGroup var restrictions: RestrictionOptions

    @Option(
        name: .customLong("step-up"),
        help: .init(
            "Ask for certificate, second-key, or grant:15m beside the key; may be repeated. (default: none)",
            valueName: "proof"))
    var stepUps: [StepUpText] = []

    @Option(
        name: .customLong("limit"),
        help: .init(
            "A limit for each key, such as 100/1m or burst=50/1s+200; may be repeated. (default: none)",
            valueName: "limit"))
    var limits: [LimitText] = []

    @Option(
        help: .init(
            "A file with more of the policy, as JSON in the shape of the API; - reads standard input. (default: none)",
            valueName: "path"))
    var file: String?

    private static let longestFile = 1 << 20

    /// The members that were given, names turned into ids. What was typed wins over the file.
    func members(in session: Session, project: String) async throws -> [String: JSONValue] {
        var members = try self.fromFile()
        if let selection = try await self.selection(in: session, project) { members["applies_to"] = selection }
        if let mode = self.mode { members["mode"] = .string(mode) }
        if let rollout = self.rollout { members["rollout_percent"] = .integer(rollout) }
        if !self.permissions.members.isEmpty {
            members["permissions"] = .members([
                "allowed": self.permissions.permissions.isEmpty ? nil : .strings(self.permissions.permissions),
                "denied": self.permissions.denied.isEmpty ? nil : .strings(self.permissions.denied),
            ])
        }
        if let restrictions = self.restrictions.document { members["restrictions"] = restrictions }
        if !self.stepUps.isEmpty { members["step_up"] = self.stepUp }
        if !self.limits.isEmpty { members["limits"] = .array(self.limits.map(\.document)) }
        return members
    }

    private func selection(in session: Session, _ project: String) async throws -> JSONValue? {
        guard !self.roles.isEmpty || !self.keys.isEmpty || !self.routes.isEmpty || self.sensitivity != nil else {
            return nil
        }
        let scope = [APIRequest.Parameter(name: "project", value: project)]
        return .members([
            "roles": self.roles.isEmpty ? nil : try await session.ids(self.roles, in: .roles, scope: scope),
            "keys": self.keys.isEmpty ? nil : try await session.ids(self.keys, in: .keys, scope: scope),
            "routes": self.routes.isEmpty ? nil : .strings(self.routes),
            "minimum_sensitivity": self.sensitivity.map(JSONValue.string),
        ])
    }

    private var stepUp: JSONValue {
        var members: [String: JSONValue] = [:]
        for proof in self.stepUps {
            switch proof {
            case .certificate: members["certificate"] = .bool(true)
            case .secondKey: members["second_key"] = .bool(true)
            case .grant(let span): members["grant_within_seconds"] = .integer(span.seconds)
            }
        }
        return .object(members)
    }

    private func fromFile() throws -> [String: JSONValue] {
        guard let path = self.file else { return [:] }
        let bytes = try InputFile.read(path, atMost: Self.longestFile)
        guard let members = JSONValue(parsing: bytes)?.object else {
            throw CommandFailure(.malformedInput, code: "input_malformed", "\(path) holds no JSON object.")
        }
        return members
    }
}
