import Admission
import Auditing
package import Keys
package import Storage

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
        case .follow:
            // Dated by the clock that is followed from here on: what has ended by it has ended for the next start, too.
            try Act(
                transaction: act.transaction, caller: act.caller, options: act.options,
                now: max(act.now, self.status.systemTime), tools: act.tools
            ).record(.clockFollow, .installation, reason: self.reason)
        }
    }

    private var reason: String {
        let direction = self.status.lead > 0 ? "ahead" : "behind"
        return "the clock is \(self.status.lead.magnitude / 1000) seconds \(direction); following it ends "
            + "\(self.status.endings.ending) of \(self.status.endings.live) keys"
    }
}
