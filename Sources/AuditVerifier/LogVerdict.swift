/// What is to be said of a log.
package enum LogVerdict: Hashable, Sendable {
    case good(LogReport)
    case bad(LogFinding)
}
