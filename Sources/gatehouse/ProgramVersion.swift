import GatehouseServer

/// The version of this program, as `gatehouse version` and the `User-Agent` field say it.
enum ProgramVersion {
    static let current = GatehouseVersion.current
}
