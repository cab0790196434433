import ArgumentParser
import Keys

/// A time window on the command line: `mon-fri 09:00-17:30 Europe/Berlin`.
struct TimeWindowText: Hashable, Sendable, ExpressibleByArgument {
    private let window: TimeWindow

    init?(argument: String) {
        guard let window = TimeWindow(argument) else { return nil }
        self.window = window
    }

    /// The window in the admin API's shape.
    var document: JSONValue {
        .members([
            "days": .strings(self.window.days.dayNames),
            "from": .string(TimeWindow.text(ofMinutes: self.window.from)),
            "to": .string(TimeWindow.text(ofMinutes: self.window.to)), "time_zone": .string(self.window.timeZone),
            "starts_on": self.window.startsOn.map { .string($0.description) },
            "ends_on": self.window.endsOn.map { .string($0.description) },
        ])
    }
}
