/// The version of this program, as `gatehouse version` and the `User-Agent` field say it.
enum ProgramVersion {
    static let current = "0.1.0"
}
