import Admission
import Auditing
package import Keys
package import Storage
import Timekeeping

/// Writes down that time does not follow the clock of the system, or that somebody said it is right.
package struct NoteClock: ManagementOperation {
    /// What became of the clock.
    package enum Event: Sendable {
        case hold
        case follow
    }

    package static var requiredLevel: Operator.Level { .admin }
    /// A full disk must keep nobody from setting the time right.
    package var priority: WritePriority { .revocation }

    private let event: Event
    private let status: ClockStatus

    package init(_ event: Event, _ status: ClockStatus) {
        self.event = event
        self.status = status
    }

    package func perform(in act: Act) throws {
        switch self.event {
        case .hold: try act.record(.clockHold, .installation, reason: self.reason)
        case .follow: try self.follow(in: act)
        }
    }

    /// The entry is dated by the time that is gone by from here on: what has ended by it has ended for the next start, too,
    /// and where time is taken back, no start goes by what was wrong.
    private func follow(in act: Act) throws {
        let (clock, isBack) = (self.status.systemTime, self.status.isBack)
        let now = isBack ? clock : max(act.now, clock)
        if isBack { try act.takeMarksBack(to: now) }
        try act.at(now).record(.clockFollow, .installation, reason: self.reason)
        if !act.options.isDryRun { act.moments.announce(self.status.look.reading, isBack: isBack) }
    }

    private var reason: String {
        let lead = self.status.lead
        let seconds = "the clock is \(lead.magnitude / 1000) seconds \(lead > 0 ? "ahead" : "behind")"
        return seconds + (lead > 0 ? "; following it ends \(self.status.endings)" : "")
    }
}
