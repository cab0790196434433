/// What every record says of where it comes from.
package struct AuditOrigin: Hashable, Sendable {
    /// The version of the program.
    package let version: String
    /// The name of the machine, as RFC 5424 has it; `nil` when it is not known.
    package let host: String?

    package init(version: String, host: String?) {
        self.version = version
        self.host = host
    }

    static let vendor = "Gatehouse"
    static let product = "Gatehouse"
    /// The name in fields that are written small.
    static let program = "gatehouse"
    static let service = "Gatehouse admin API"
}
