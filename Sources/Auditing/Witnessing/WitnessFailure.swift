/// Why a witness has not cosigned.
package enum WitnessFailure: Hashable, Sendable {
    /// No answer.
    case silent(String)
    /// It does not know the log, trusts another key, or is out of order.
    case refused(status: Int)
    /// It says what cannot be.
    case confused(String)
    /// It has cosigned a larger tree of this log: what is here is older, or another copy runs.
    case ahead(size: UInt64)
    /// It has cosigned another tree of this size: the history was changed, or another copy runs.
    case otherHistory(size: UInt64)

    /// Whether the witness has seen what contradicts the store, rather than nothing.
    package var isContradiction: Bool {
        switch self {
        case .ahead, .otherHistory: true
        case .silent, .refused, .confused: false
        }
    }

    /// The end of a sentence that begins with the witness.
    package var reason: String {
        switch self {
        case .silent(let reason): "does not answer: \(reason)"
        case .refused(let status): "refuses with status \(status)"
        case .confused(let reason): "answers wrongly: \(reason)"
        case .ahead(let size): "has cosigned \(size) entries, more than there are here"
        case .otherHistory(let size): "has cosigned another history of \(size) entries"
        }
    }
}
