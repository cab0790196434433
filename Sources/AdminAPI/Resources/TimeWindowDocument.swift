import Keys

extension TimeWindow {
    var document: JSONValue {
        .members([
            "days": .strings(self.days.dayNames), "from": .string(Self.text(ofMinutes: self.from)),
            "to": .string(Self.text(ofMinutes: self.to)), "time_zone": .string(self.timeZone),
            "starts_on": self.startsOn.map { .string($0.description) },
            "ends_on": self.endsOn.map { .string($0.description) },
        ])
    }
}

extension Field where Value == TimeWindow {
    /// A window that makes sense by itself. Which others it overlaps is looked at with all of them.
    static var timeWindow: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let days = reader.required("days", Field<[Weekdays]>.list(7, of: .weekday))
            let from = reader.required("from", .timeOfDay)
            let to = reader.required("to", .timeOfDay)
            let zone = reader.required("time_zone", .timeZone)
            let first = reader.optional("starts_on", .day)
            let last = reader.optional("ends_on", .day)
            try reader.finish()
            let window = TimeWindow(
                days: try days.get().reduce(into: []) { $0.formUnion($1) }, from: try from.get(), to: try to.get(),
                timeZone: try zone.get(), startsOn: first, endsOn: last)
            if let objection = window.objection { throw .init(pointer, .notAllowed, "the window \(objection)") }
            return window
        }
    }
}

extension Field where Value == Weekdays {
    fileprivate static var weekday: Self {
        .parsed("one of mon, tue, wed, thu, fri, sat, sun") { Weekdays(name: $0) }
    }
}

extension Field where Value == UInt16 {
    fileprivate static var timeOfDay: Self {
        .parsed("a time of day such as 09:00, up to 24:00,") { TimeWindow.minutes($0) }
    }
}

extension Field where Value == String {
    fileprivate static var timeZone: Self {
        .parsed("a time zone such as Europe/Berlin") { ZoneSource.isName($0) ? $0 : nil }
    }
}

extension Field where Value == CivilDay {
    fileprivate static var day: Self { .parsed("a day such as 2026-12-01") { CivilDay($0) } }
}
