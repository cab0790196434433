import Admission
import Gateway
import HTTPMachines
import Keys
import Timekeeping

extension RouteConfiguration {
    private static let known = [
        "name", "host", "methods", "path", "upstream", "project", "environment", "permission", "class", "sensitivity",
        "credentials", "open", "limits", "cost", "reportedCost", "maximumBodyBytes", "timeoutMs", "tryTimeoutMs",
        "stripPrefix", "addPrefix", "requestHeaders", "responseHeaders", "websocket", "restrictions",
    ]

    /// Reads `routes`. Names are unique; each names an upstream of the configuration.
    static func list(
        _ node: ConfigurationNode, upstreams: [String]
    ) throws(ConfigurationError) -> [RouteConfiguration] {
        var routes: [RouteConfiguration] = []
        for (index, item) in try node.items().enumerated() {
            let route = try RouteConfiguration(item, index: index, upstreams: upstreams)
            guard !routes.contains(where: { $0.rules.name == route.rules.name }) else {
                throw item.error("there is another route named '\(route.rules.name)'")
            }
            routes.append(route)
        }
        return routes
    }

    /// Reads one of `routes`: `name host methods path upstream project environment permission class sensitivity credentials
    /// open limits cost reportedCost maximumBodyBytes timeoutMs tryTimeoutMs stripPrefix addPrefix requestHeaders
    /// responseHeaders websocket restrictions`.
    private init(_ node: ConfigurationNode, index: Int, upstreams: [String]) throws(ConfigurationError) {
        let settings = try node.settings(Self.known)
        guard let name = settings["name"] else { throw node.error("'name' is missing") }
        guard let path = settings["path"] else { throw node.error("'path' is missing") }
        let isOpen = try settings["open"]?.boolean() ?? false
        guard isOpen || (settings["project"] != nil && settings["environment"] != nil) else {
            throw node.error("'project' and 'environment' are missing; a route without keys says 'open: true'")
        }
        let upstream = try Self.upstream(settings["upstream"], of: node, among: upstreams)
        let rules = RouteRules(
            index: index, name: try name.string(longest: 64), project: try settings["project"]?.string() ?? "",
            environment: try settings["environment"]?.string() ?? "",
            permission: try settings["permission"].map { (node) throws(ConfigurationError) in try node.permission() },
            operation: try settings["class"]?.choice(OperationClass.self),
            sensitivity: try settings["sensitivity"]?.choice(Sensitivity.self),
            sources: try settings["credentials"].map(CredentialSource.list) ?? CredentialSource.standard,
            requiresKey: !isOpen, limits: try settings["limits"].map(LimitPolicy.list) ?? [],
            restrictions: try settings["restrictions"].flatMap(Self.restrictions),
            cost: try settings["cost"].map { (node) throws(ConfigurationError) in try node.number(LimitTerms.mostCost) }
                ?? 1,
            reportedCost: try settings["reportedCost"].map(Self.reportedCost),
            upstream: upstream.map { upstreams[$0] }, zones: ZoneFiles.system.source)
        self.init(
            rules: rules, host: try settings["host"]?.string(longest: 253),
            methods: try settings["methods"].map(MethodSet.init(_:)), path: try path.string(longest: 2048),
            upstream: upstream,
            maximumBodyBytes: try settings["maximumBodyBytes"]?.bytesOrUnlimited())
        self.timeout = try settings["timeoutMs"]?.milliseconds()
        self.tryTimeout = try settings["tryTimeoutMs"]?.milliseconds()
        self.webSocket = try settings["websocket"].flatMap(WebSocketSettings.read)
        self.rewrite = try RouteRewrite(
            settings, template: path, credentials: rules.sources.map { String(decoding: $0.name, as: UTF8.self) })
    }

    private static func restrictions(_ node: ConfigurationNode) throws(ConfigurationError) -> CompiledRestrictions? {
        .init(try Restrictions(node), zones: ZoneFiles.system.source)
    }

    /// What the upstream may report a request to have cost: `maximum`.
    private static func reportedCost(_ node: ConfigurationNode) throws(ConfigurationError) -> UInt32 {
        guard let maximum = try node.settings(["maximum"])["maximum"] else { throw node.error("'maximum' is missing") }
        return try maximum.number(LimitTerms.mostCost)
    }

    private static func upstream(
        _ setting: ConfigurationNode?, of route: ConfigurationNode, among names: [String]
    ) throws(ConfigurationError) -> Int? {
        guard let setting else {
            guard names.count <= 1 else { throw route.error("'upstream' is missing") }
            return names.isEmpty ? nil : 0
        }
        let name = try setting.string()
        guard name != UpstreamConfiguration.none else { return nil }
        guard let index = names.firstIndex(of: name) else {
            let hint = NearestName.of(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw setting.error("there is no upstream '\(name)'\(hint)")
        }
        return index
    }
}
