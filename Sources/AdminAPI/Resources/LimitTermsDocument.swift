import Keys

extension LimitTerms {
    /// The members that say something.
    var document: JSONValue {
        var onExceed: JSONValue?
        var delay: JSONValue?
        switch self.onExceed {
        case .reject: break
        case .shadow: onExceed = "shadow"
        case .delay(let milliseconds, let waiting):
            onExceed = "delay"
            delay = ["maximum_milliseconds": .count(milliseconds), "maximum_waiting": .count(waiting)]
        }
        return .members([
            "cost": self.cost.map(JSONValue.count), "on_exceed": onExceed, "delay": delay,
            "warn_below_percent": self.warnBelowPercent.map(JSONValue.count),
            "priority": self.priority == .normal ? nil : .string(self.priority.rawValue),
            "penalty": self.penalty?.document,
            "schedule": self.schedule.isEmpty ? nil : .array(self.schedule.map(\.document)),
            "trusted": self.trusted?.document,
        ])
    }

    private enum OnExceedName: String, CaseIterable, Sendable {
        case reject, delay, shadow
    }

    /// Reads the members of a limit.
    init(_ reader: inout ObjectReader) {
        self.init()
        self.cost = reader.optional("cost", .integer(0...Self.mostCost))
        let name = reader.optional("on_exceed", Field<OnExceedName>.choice) ?? .reject
        let delay = reader.optional("delay", Field<OnExceed>.delay)
        switch name {
        case .reject: self.onExceed = .reject
        case .shadow: self.onExceed = .shadow
        case .delay: self.onExceed = delay ?? .delay(maximumMilliseconds: 1_000, maximumWaiting: 100)
        }
        if name != .delay, reader.has("delay") {
            reader.fault("delay", .conflict, "only a limit with on_exceed delay has one")
        }
        self.warnBelowPercent = reader.optional("warn_below_percent", .integer(1...99))
        self.priority = reader.optional("priority", Field<Priority>.choice) ?? .normal
        self.penalty = reader.optional("penalty", Field<Penalty>.penalty)
        let schedule = Field<[ScheduledChange]>.list(Self.mostScheduled, of: .scheduled)
        self.schedule = reader.optional("schedule", schedule) ?? []
        self.trusted = reader.optional("trusted", Field<LimitTrust>.trust)
    }
}

extension LimitTerms.Penalty {
    fileprivate var document: JSONValue {
        [
            "after_refusals": .count(self.afterRefusals), "base_seconds": .count(self.baseSeconds),
            "maximum_seconds": .count(self.maximumSeconds),
        ]
    }
}

extension LimitTerms.ScheduledChange {
    fileprivate var document: JSONValue {
        ["starts_at": .time(self.startsAt), "ends_at": .time(self.endsAt), "percent": .count(self.percent)]
    }
}

extension LimitTrust {
    fileprivate var document: JSONValue {
        .members([
            "after_clean_days": .count(self.afterCleanDays), "percent": .count(self.percent),
            "first_clean_day_at": self.cleanSince.map(JSONValue.time), "raised_at": self.raisedFrom.map(JSONValue.time),
        ])
    }
}

extension Field where Value == LimitTrust {
    /// What the server says of clean days may be sent back to it; it is passed over.
    fileprivate static var trust: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let days = reader.required("after_clean_days", .integer(1...LimitTrust.mostDays))
            let percent = reader.required("percent", .integer(LimitTrust.leastPercent...LimitTerms.mostPercent))
            _ = reader.optional("first_clean_day_at", Field<WallTime>.time)
            _ = reader.optional("raised_at", Field<WallTime>.time)
            try reader.finish()
            return .init(afterCleanDays: try days.get(), percent: try percent.get())
        }
    }
}

extension Field where Value == LimitTerms.OnExceed {
    fileprivate static var delay: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let milliseconds = reader.required("maximum_milliseconds", .integer(1...LimitTerms.longestDelay))
            let waiting = reader.required("maximum_waiting", .integer(1...LimitTerms.mostWaiting))
            try reader.finish()
            return .delay(maximumMilliseconds: try milliseconds.get(), maximumWaiting: try waiting.get())
        }
    }
}

extension Field where Value == LimitTerms.Penalty {
    fileprivate static var penalty: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let after = reader.required("after_refusals", .integer(1...1_000_000))
            let base = reader.required("base_seconds", .integer(1...LimitTerms.longestBanSeconds))
            let most = reader.required("maximum_seconds", .integer(1...LimitTerms.longestBanSeconds))
            try reader.finish()
            return .init(
                afterRefusals: try after.get(), baseSeconds: try base.get(), maximumSeconds: try most.get())
        }
    }
}

extension Field where Value == LimitTerms.ScheduledChange {
    fileprivate static var scheduled: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let start = reader.required("starts_at", .time)
            let end = reader.required("ends_at", .time)
            let percent = reader.required("percent", .integer(1...LimitTerms.mostPercent))
            try reader.finish()
            return .init(startsAt: try start.get(), endsAt: try end.get(), percent: try percent.get())
        }
    }
}
