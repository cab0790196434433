/// No verdict was reached. Whoever gets this admits nobody, and tells nobody that their key is bad.
///
/// Nothing of the key, of the caller's credential or of an answer's text is in it.
public struct VerifyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// There was no connection; nothing was sent.
        case unreachable
        /// The connection broke after the question may have been sent: limits may have been spent.
        case interrupted
        /// No answer within the deadline.
        case deadlineExceeded = "deadline_exceeded"
        /// The task was cancelled.
        case cancelled
        /// As many calls are waiting for answers as the configuration allows.
        case busy
        /// The credential source gave no credential.
        case credentialUnavailable = "credential_unavailable"
        /// Gatehouse refused the caller's own credential, or it may not verify.
        case callerRefused = "caller_refused"
        /// Gatehouse asked this caller to slow down.
        case throttled
        /// Gatehouse found the question malformed.
        case questionRefused = "question_refused"
        /// Gatehouse failed or is overloaded.
        case serverFailed = "server_failed"
        /// The answer is not one that Gatehouse gives, or belongs to another key.
        case answerMalformed = "answer_malformed"
        /// The answer is longer than the configuration allows.
        case answerTooLarge = "answer_too_large"
    }

    /// What went wrong.
    public let code: Code
    /// The status of the answer, if one came.
    public let status: Int?
    /// The code in the server's problem document, if one came.
    public let problemCode: String?
    /// The request, for `gatehouse why`, if the server named it.
    public let requestID: String?
    /// How long the server asked to wait.
    public let retryAfter: Duration?

    init(
        _ code: Code, status: Int? = nil, problemCode: String? = nil, requestID: String? = nil,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.status = status
        self.problemCode = problemCode
        self.requestID = requestID
        self.retryAfter = retryAfter
    }

    /// One sentence for people.
    public var description: String {
        let details = [
            self.status.map { "status \($0)" }, self.problemCode, self.requestID,
        ].compactMap { $0 }
        return details.isEmpty ? self.sentence : "\(self.sentence) (\(details.joined(separator: ", ")))"
    }

    private var sentence: String {
        switch self.code {
        case .unreachable: "Gatehouse could not be reached."
        case .interrupted: "The connection to Gatehouse broke before the answer was complete."
        case .deadlineExceeded: "Gatehouse did not answer in time."
        case .cancelled: "The verification was cancelled."
        case .busy: "Too many verifications are waiting for an answer."
        case .credentialUnavailable: "There is no credential to verify with."
        case .callerRefused: "Gatehouse refused the credential that verifies."
        case .throttled: "Gatehouse asked this caller to slow down."
        case .questionRefused: "Gatehouse found the question malformed."
        case .serverFailed: "Gatehouse could not decide."
        case .answerMalformed: "What answered did not answer as Gatehouse does."
        case .answerTooLarge: "The answer was longer than allowed."
        }
    }
}
