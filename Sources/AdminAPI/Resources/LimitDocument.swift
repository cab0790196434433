import Keys

extension LimitPolicy {
    var document: JSONValue {
        .object(
            JSONValue.members(["name": .string(self.name), "scope": .string(self.scope.rawValue)]).members
                + self.algorithm.document.members + self.terms.document.members)
    }
}

extension LimitPolicy.Algorithm {
    var document: JSONValue {
        switch self {
        case .slidingWindow(let windows):
            ["algorithm": "sliding_window", "windows": .array(windows.map(\.document))]
        case .tokenBucket(let rate, let burst):
            ["algorithm": "token_bucket", "windows": .array([rate.document]), "burst": .count(burst)]
        case .calendar(let limit, let unit, let zone):
            [
                "algorithm": "calendar", "limit": .count(limit), "period": .string(unit.rawValue),
                "time_zone": .string(zone),
            ]
        case .concurrency(let limit): ["algorithm": "concurrency", "limit": .count(limit)]
        }
    }
}

extension LimitPolicy.Window {
    fileprivate var document: JSONValue { ["limit": .count(self.limit), "window_seconds": .count(self.seconds)] }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { .init(name: $0.0, value: $0.1) })
    }
}

extension Field where Value == LimitPolicy {
    /// A limit of a key: for itself, for all keys of its owner, or for each address, network or operation class.
    static var keyLimit: Self { Self.limit(of: [.key, .identity, .address, .network, .operation], standard: .key) }

    /// A limit of anything that may have limits of these scopes.
    static func limit(of scopes: [LimitPolicy.Scope], standard: LimitPolicy.Scope) -> Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let name = reader.required("name", .limitName)
            let scope = reader.optional("scope", Field<LimitPolicy.Scope>.choice(of: scopes)) ?? standard
            let algorithm = LimitNumbers(&reader)
            let terms = LimitTerms(&reader)
            try reader.finish()
            let policy = LimitPolicy(
                name: try name.get(), scope: scope, algorithm: try algorithm.algorithm(at: pointer), terms: terms)
            if let objection = policy.objection { throw .init(pointer, .outOfRange, objection) }
            return policy
        }
    }
}

/// The members of a limit that say how it counts.
struct LimitNumbers {
    private enum AlgorithmName: String, CaseIterable, Sendable {
        case slidingWindow = "sliding_window"
        case tokenBucket = "token_bucket"
        case calendar, concurrency
    }

    private let name: AlgorithmName
    private let windows: [LimitPolicy.Window]?
    private let burst: UInt32?
    private let limit: UInt32?
    private let period: CalendarUnit?
    private let timeZone: String?

    init(_ reader: inout ObjectReader) {
        self.name = reader.optional("algorithm", Field<AlgorithmName>.choice) ?? .slidingWindow
        self.windows = reader.optional(
            "windows", Field<[LimitPolicy.Window]>.list(LimitPolicy.mostWindows, of: .window))
        self.burst = reader.optional("burst", .integer(1...LimitPolicy.mostRequests))
        self.limit = reader.optional("limit", .integer(1...LimitPolicy.mostRequests))
        self.period = reader.optional("period", Field<CalendarUnit>.choice)
        self.timeZone = reader.optional("time_zone", .text(ZoneSource.longestName))
        let hasWindows = self.name == .slidingWindow || self.name == .tokenBucket
        if hasWindows, !reader.has("windows") { reader.fault("windows", .missing, "the member is required") }
        if !hasWindows, !reader.has("limit") { reader.fault("limit", .missing, "the member is required") }
        if self.name == .calendar, !reader.has("period") { reader.fault("period", .missing, "the member is required") }
        if self.name == .slidingWindow, reader.has("burst") {
            reader.fault("burst", .conflict, "only a token_bucket has a burst")
        } else if self.name == .tokenBucket, !reader.has("burst") {
            reader.fault("burst", .conflict, "a token_bucket has a burst")
        } else if !hasWindows, reader.has("burst") {
            reader.fault("burst", .conflict, "only a token_bucket has a burst")
        }
        if !hasWindows, reader.has("windows") {
            reader.fault("windows", .conflict, "only a sliding_window and a token_bucket have windows")
        }
        if hasWindows, reader.has("limit") {
            reader.fault("limit", .conflict, "a window has its own limit")
        }
        if self.name != .calendar {
            for member in ["period", "time_zone"] where reader.has(member) {
                reader.fault(member, .conflict, "only a calendar has one")
            }
        }
    }

    /// To be asked for when the reader has found no fault.
    func algorithm(at pointer: String) throws(FieldFaults) -> LimitPolicy.Algorithm {
        switch self.name {
        case .slidingWindow, .tokenBucket:
            guard let windows = self.windows, let first = windows.first else {
                throw .init(pointer + "/windows", .outOfRange, "at least one window is wanted")
            }
            guard let burst = self.burst else { return .slidingWindow(windows) }
            guard windows.count == 1 else {
                throw .init(pointer + "/windows", .conflict, "a token_bucket has exactly one window")
            }
            return .tokenBucket(rate: first, burst: burst)
        case .calendar:
            guard let limit = self.limit, let period = self.period else {
                throw .init(pointer, .missing, "a calendar has a limit and a period")
            }
            return .calendar(limit: limit, unit: period, timeZone: self.timeZone ?? "UTC")
        case .concurrency:
            guard let limit = self.limit else { throw .init(pointer, .missing, "a concurrency has a limit") }
            return .concurrency(limit)
        }
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
