/// One verdict as the native dialect writes it, and what it says about keeping it.
struct WireVerdict: Sendable {
    /// What the server says when it cannot decide. That is no refusal.
    private static let undecided = "temporarily_unavailable"

    let verdict: Verdict
    let isCacheable: Bool
    /// The snapshot it was decided on.
    let generation: UInt64?

    /// Reads a verdict about a key. Unknown members are ignored.
    ///
    /// - Throws: `answer_malformed` for anything the native dialect does not say: a flag and a code that contradict each
    ///   other, an admission without a key, a verdict about another key than was asked about. `server_failed` when the
    ///   server could not decide.
    init(_ document: JSONValue, about key: PresentedKey) throws(VerifyError) {
        guard let isValid = document["valid"]?.bool, let code = document["code"]?.string, !code.isEmpty,
            isValid == (code == "valid"), let requestID = document["request_id"]?.string,
            let limits = Self.limits(document)
        else { throw VerifyError(.answerMalformed) }
        guard code != Self.undecided else { throw VerifyError(.serverFailed, problemCode: code) }
        let keyID = document["key_id"]?.string
        // An answer that belongs to another question must never decide this one.
        if let keyID, let expected = key.publicID, keyID != expected { throw VerifyError(.answerMalformed) }
        if isValid {
            guard let keyID, let admitted = AdmittedKey(document, keyID, requestID, limits) else {
                throw VerifyError(.answerMalformed)
            }
            self.verdict = .admitted(admitted)
        } else {
            self.verdict = .refused(
                .init(
                    code: .init(rawValue: code), requestID: requestID, keyID: keyID,
                    missingPermission: document["missing_permission"]?.string, limits: limits,
                    retryAfter: document["retry_after"]?.integer.map { .seconds(max($0, 0)) }))
        }
        self.isCacheable = document["cacheable"]?.bool ?? false
        self.generation = document["generation"]?.integer.flatMap { UInt64(exactly: $0) }
    }

    private static func limits(_ document: JSONValue) -> [LimitStanding]? {
        guard let value = document["limits"] else { return [] }
        guard let array = value.array else { return nil }
        let limits = array.compactMap { LimitStanding($0) }
        return limits.count == array.count ? limits : nil
    }
}

extension AdmittedKey {
    fileprivate init?(_ document: JSONValue, _ keyID: String, _ requestID: String, _ limits: [LimitStanding]) {
        let expiresAt = document["expires_at"]?.string.flatMap { Timestamp(rfc3339: $0) }
        let versionExpiresAt = document["version_expires_at"]?.string.flatMap { Timestamp(rfc3339: $0) }
        // An end that cannot be read is not "no end".
        guard (document["expires_at"] == nil) == (expiresAt == nil),
            (document["version_expires_at"] == nil) == (versionExpiresAt == nil)
        else { return nil }
        self.init(
            requestID: requestID, keyID: keyID, version: document["version"]?.integer.flatMap { Int(exactly: $0) },
            project: document["project"]?.string, environment: document["environment"]?.string,
            owner: document["owner"]?.string, permissions: document["permissions"]?.strings ?? [],
            boundary: document["boundary"]?.string.map { KeyBoundary(rawValue: $0) }, expiresAt: expiresAt,
            versionExpiresAt: versionExpiresAt, limits: limits)
    }
}

extension LimitStanding {
    fileprivate init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, let limit = value["limit"]?.integer,
            let remaining = value["remaining"]?.integer
        else { return nil }
        self.init(
            name: name, limit: limit, remaining: remaining,
            window: value["window_seconds"]?.integer.map { .seconds(max($0, 0)) },
            reset: value["reset_seconds"]?.integer.map { .seconds(max($0, 0)) },
            isExceeded: value["exceeded"]?.bool ?? false)
    }
}
