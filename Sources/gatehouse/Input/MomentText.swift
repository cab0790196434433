import ArgumentParser
import Keys

/// A moment as it is typed: `2026-12-01T00:00:00Z`, `2026-12-01` (its start in UTC), or a span from now such as `90d`.
struct MomentText: Hashable, Sendable, ExpressibleByArgument {
    private enum Form: Hashable, Sendable {
        case exact(WallTime)
        case span(DurationText)
    }

    private let form: Form

    init?(argument: String) {
        if let span = DurationText(argument: argument) {
            self.form = .span(span)
        } else if let moment = WallTime(rfc3339: argument) ?? WallTime(rfc3339: argument + "T00:00:00Z") {
            self.form = .exact(moment)
        } else {
            return nil
        }
    }

    /// When something ends, in RFC 3339: a span lies after now.
    func future(from now: WallTime) -> String {
        switch self.form {
        case .exact(let moment): moment.description
        case .span(let span): now.adding(seconds: span.seconds).description
        }
    }

    /// The members that say when something ends. A span is the server's to add, so that clocks need not agree.
    var expiryMembers: [String: JSONValue] {
        switch self.form {
        case .exact(let moment): ["expires_at": .string(moment.description)]
        case .span(let span): ["expires_in_seconds": .integer(span.seconds)]
        }
    }

    /// Since when something is asked, in RFC 3339: a span lies before now.
    func past(from now: WallTime) -> String {
        switch self.form {
        case .exact(let moment): moment.description
        case .span(let span): now.adding(seconds: -span.seconds).description
        }
    }
}
