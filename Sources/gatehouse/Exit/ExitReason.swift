/// What the process says to its caller when it ends: one list, the same for every command.
///
/// `gatehouse help exit-codes` and docs/cli.md print it from here.
enum ExitReason: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case cancelled = 2
    case badFindings = 3
    case notSignedIn = 4
    case refused = 5
    case notFound = 6
    case conflict = 7
    case partlyDone = 8
    case unreachable = 9
    case usage = 64
    case malformedInput = 65
    case rootKeyMissing = 66
    case addressUnavailable = 69
    case invariantBroken = 70
    case cannotCreate = 73
    case storagePoisoned = 74
    case dataFolderInUse = 75
    case rolledBack = 76
    case exposedSecret = 77
    case configurationRefused = 78

    /// One line for a person.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed, and nothing more precise fits"
        case .cancelled: "cancelled at a prompt; nothing changed"
        case .badFindings: "checked, and the answer is bad (`doctor --fail-on`, `review --fail-on`, `audit verify`)"
        case .notSignedIn: "not signed in, or the sign-in has ended"
        case .refused: "refused: a right is missing"
        case .notFound: "not found"
        case .conflict: "conflict, or a precondition failed (409, 412, 422, 428)"
        case .partlyDone: "partly done (bulk); each outcome is in the JSON"
        case .unreachable: "unreachable or timed out; safe to try again"
        case .usage: "the command line is wrong"
        case .malformedInput: "malformed input data; of files: the database or the backup is foreign or damaged"
        case .rootKeyMissing:
            "a key is missing or wrong: the root key, a passphrase, a token; or a file that was named is not there"
        case .addressUnavailable: "an address is in use, or a service needed at start is away"
        case .invariantBroken: "a bug: a broken invariant; the log has the details"
        case .cannotCreate: "no space, or no right to create files; the server's disk is full"
        case .storagePoisoned: "the storage failed a write or an fsync and takes no more"
        case .dataFolderInUse: "another process holds the data folder"
        case .rolledBack: "the data is older than what was known of it outside: it was put back from a copy"
        case .exposedSecret: "others can read or write a secret or its folder"
        case .configurationRefused: "the configuration was refused"
        }
    }

    /// The one mapping from a problem of the admin API to an exit code: the status decides, and 2xx never gets here.
    init(problemStatus status: Int) {
        switch status {
        case 400, 413, 415: self = .malformedInput
        case 401: self = .notSignedIn
        case 403: self = .refused
        case 404: self = .notFound
        case 409, 412, 422, 428: self = .conflict
        case 408, 429, 502, 503, 504: self = .unreachable
        case 507: self = .cannotCreate
        default: self = .failed
        }
    }
}
