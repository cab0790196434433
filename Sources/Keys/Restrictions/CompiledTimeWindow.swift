/// A time window with the rules of its zone, made ready for being asked on every request.
package struct CompiledTimeWindow: Sendable {
    private let zone: ZoneRules
    private let days: Weekdays
    /// Seconds from midnight.
    private let from: Int64
    private let to: Int64
    /// Days since 1970-01-01 on which it may begin.
    private let firstDay: Int64
    private let lastDay: Int64

    package init(_ window: TimeWindow, in zone: ZoneRules) {
        self.zone = zone
        self.days = window.days
        self.from = Int64(window.from) * 60
        self.to = Int64(window.to) * 60
        self.firstDay = window.firstDay
        self.lastDay = window.lastDay
    }

    /// Whether the window is open at that moment: clocks on the wall of its zone show a time inside. Allocates nothing.
    package func holds(at now: WallTime) -> Bool {
        let seconds = now.seconds
        let wall = seconds + self.zone.offset(at: seconds)
        var day = wall / 86_400
        var second = wall - day * 86_400
        if second < 0 {
            day -= 1
            second += 86_400
        }
        if self.from < self.to { return second >= self.from && second < self.to && self.begins(on: day) }
        return second >= self.from && self.begins(on: day) || second < self.to && self.begins(on: day - 1)
    }

    private func begins(on day: Int64) -> Bool {
        day >= self.firstDay && day <= self.lastDay && self.days.contains(position: Weekdays.position(ofDay: day))
    }
}
