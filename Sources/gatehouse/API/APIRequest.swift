import HTTPMachines

/// One call of the admin API, before it is sent.
struct APIRequest: Hashable, Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
    }

    let method: Method
    /// Below `/v1`, already percent-encoded: `/keys/key_…:revoke`.
    let path: String
    var query: [Parameter]
    var body: JSONValue?
    /// In place of a document: passphrases, one a line.
    var passphrases: [UInt8]?
    /// The bare key of a create; sent as an RFC 9651 String.
    var idempotencyKey: String?
    /// The entity tag an update was decided on.
    var ifMatch: String?

    /// One query parameter.
    struct Parameter: Hashable, Sendable {
        let name: String
        let value: String
    }

    init(_ method: Method, _ path: String, query: [Parameter] = [], body: JSONValue? = nil) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }

    /// The request target: path and query.
    var target: String {
        let query = self.query.map { $0.name + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
        return "/v1" + self.path + (query.isEmpty ? "" : "?" + query)
    }

    /// The header fields besides the credential.
    var fields: [(name: String, value: String)] {
        var fields = [("Accept", "application/json, application/problem+json")]
        if self.body != nil {
            let patch = "application/merge-patch+json"
            fields.append(("Content-Type", self.method == .patch ? patch : "application/json"))
        }
        if self.passphrases != nil { fields.append(("Content-Type", "application/octet-stream")) }
        if let key = self.idempotencyKey { fields.append(("Idempotency-Key", "\"\(key)\"")) }
        if let tag = self.ifMatch { fields.append(("If-Match", tag)) }
        return fields.map { (name: $0.0, value: $0.1) }
    }

    /// The same act as a question: all checks, no effect.
    var asDryRun: Self {
        var copy = self
        copy.query.append(.init(name: "dry_run", value: "true"))
        copy.idempotencyKey = nil
        return copy
    }
}
