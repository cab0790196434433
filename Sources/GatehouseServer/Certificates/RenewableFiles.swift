import Auditing

/// Files that are taken into use when they change.
protocol RenewableFiles: Sendable {
    /// For the log.
    var what: String { get }
    /// Marks of all files, in an order that stays; `nil` for one that is not there.
    func marks() -> [FileMark?]
    /// Takes what is there now into use, and says what that is; throws when it cannot be used: then nothing has changed.
    func renew() throws(StartFailure) -> String
    /// The last good ones stay, for that reason.
    func keep(_ reason: String)
    func anHourHasPassed()
}

extension RenewableFiles {
    func anHourHasPassed() {}
}
