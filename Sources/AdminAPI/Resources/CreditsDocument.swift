import Keys

extension Credits {
    var document: JSONValue {
        .members([
            "remaining": .count(self.remaining), "set_at": .time(self.setAt), "refill": self.refill?.document,
        ])
    }
}

extension Credits.Refill {
    fileprivate var document: JSONValue {
        .members([
            "interval": .string(self.interval.rawValue), "amount": .count(self.amount),
            "day": self.day.map { .count(UInt32($0)) },
        ])
    }
}

extension LimitOverride {
    var document: JSONValue {
        .object(
            JSONValue.members(["limit_name": .string(self.limit)]).members + self.algorithm.document.members
                + JSONValue.members(["ends_at": .time(self.until), "reason": .string(self.reason)]).members)
    }
}

extension Field where Value == Credits {
    /// Credits to be given. When, the act says.
    static var credits: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let remaining = reader.required("remaining", .integer(0...Credits.most))
            let refill = reader.optional("refill", Field<Credits.Refill>.refill)
            try reader.finish()
            return .init(remaining: try remaining.get(), setAt: .distantPast, refill: refill)
        }
    }
}

extension Field where Value == Credits.Refill {
    fileprivate static var refill: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let interval = reader.required("interval", Field<Credits.Refill.Interval>.choice)
            let amount = reader.required("amount", .integer(1...Credits.most))
            let day = reader.optional("day", .integer(1...31))
            try reader.finish()
            return .init(
                interval: try interval.get(), amount: try amount.get(), day: day.map { UInt8(truncatingIfNeeded: $0) })
        }
    }
}

extension Field where Value == LimitOverride {
    static var override: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let name = reader.required("limit_name", .limitName)
            let numbers = LimitNumbers(&reader)
            let until = reader.required("ends_at", .time)
            let reason = reader.required("reason", .text(LimitOverride.longestReason))
            try reader.finish()
            return .init(
                limit: try name.get(), algorithm: try numbers.algorithm(at: pointer), until: try until.get(),
                reason: try reason.get())
        }
    }
}
