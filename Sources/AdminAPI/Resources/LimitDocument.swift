import Keys

extension LimitPolicy {
    var document: JSONValue {
        var burst: JSONValue?
        var algorithm = "sliding_window"
        if case .tokenBucket(_, let size) = self.algorithm {
            burst = .count(size)
            algorithm = "token_bucket"
        }
        return .members([
            "name": .string(self.name), "scope": .string(self.scope.rawValue), "algorithm": .string(algorithm),
            "windows": .array(
                self.windows.map { ["limit": .count($0.limit), "window_seconds": .count($0.seconds)] as JSONValue }),
            "burst": burst,
        ])
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { .init(name: $0.0, value: $0.1) })
    }
}

extension Field where Value == LimitPolicy {
    private enum AlgorithmName: String, CaseIterable, Sendable {
        case slidingWindow = "sliding_window"
        case tokenBucket = "token_bucket"
    }

    /// A limit of a key: for itself, for all keys of its owner, or for each address.
    static var keyLimit: Self { .limit(of: [.key, .identity, .address]) }

    /// A limit of one of these scopes.
    static func limit(of scopes: [LimitPolicy.Scope]) -> Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let name = reader.required("name", .limitName)
            let scope =
                reader.optional("scope", Field<LimitPolicy.Scope>.choice(of: scopes)) ?? .key
            let algorithm = reader.optional("algorithm", Field<AlgorithmName>.choice) ?? .slidingWindow
            let windows = reader.required(
                "windows", Field<[LimitPolicy.Window]>.list(LimitPolicy.mostWindows, of: .window))
            let burst = reader.optional("burst", .integer(1...LimitPolicy.mostRequests))
            if algorithm == .slidingWindow, burst != nil {
                reader.fault("burst", .conflict, "only a token_bucket has a burst")
            }
            if algorithm == .tokenBucket, burst == nil {
                reader.fault("burst", .conflict, "a token_bucket has a burst")
            }
            try reader.finish()
            return try Self.policy(name.get(), scope, windows.get(), burst, at: pointer)
        }
    }

    private static func policy(
        _ name: String, _ scope: LimitPolicy.Scope, _ windows: [LimitPolicy.Window], _ burst: UInt32?,
        at pointer: String
    ) throws(FieldFaults) -> LimitPolicy {
        guard let first = windows.first else {
            throw .init(pointer + "/windows", .outOfRange, "at least one window is wanted")
        }
        guard let burst else { return .init(name: name, scope: scope, algorithm: .slidingWindow(windows)) }
        guard windows.count == 1 else {
            throw .init(pointer + "/windows", .conflict, "a token_bucket has exactly one window")
        }
        return .init(name: name, scope: scope, algorithm: .tokenBucket(rate: first, burst: burst))
    }
}

extension Field where Value == LimitPolicy.Window {
    fileprivate static var window: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let limit = reader.required("limit", .integer(1...LimitPolicy.mostRequests))
            let seconds = reader.required("window_seconds", .integer(1...LimitPolicy.longestWindowSeconds))
            try reader.finish()
            return .init(limit: try limit.get(), seconds: try seconds.get())
        }
    }
}
