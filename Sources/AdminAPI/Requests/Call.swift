import Cryptography
import JSONText
import KeyManagement
import Keys

/// One request to an endpoint, authenticated and read.
struct Call: Sendable {
    typealias ID = RequestID

    let requestID: RequestID
    let method: String
    /// The path as it was sent, without the query.
    let path: String
    let query: String
    /// What the template's parameters stand for.
    let parameters: [String: String]
    let headers: CallHeaders
    let body: [UInt8]
    /// `nil` on open endpoints.
    let actor: Actor?
    /// `nil` on the Unix socket.
    let address: IPAddress?
    /// What the body held, of an endpoint that takes passphrases; `body` is empty then.
    var passphrases: [Passphrase] = []

    /// Who asks, for the service below.
    func caller() throws -> Caller {
        guard let actor = self.actor else { throw Problem(.credentialMissing) }
        return .init(actor: actor, requestID: self.requestID, address: self.address)
    }

    /// A path parameter that is an id; anything else names nothing.
    func id<Kind: ObjectKind>(_ name: String) throws -> ObjectID<Kind> {
        guard let id = self.parameters[name].flatMap({ ObjectID<Kind>($0) }) else {
            throw Problem(.notFound, "“\(name)” is not an id of the form \(Kind.prefix)_ and 16 of 0-9 A-Z a-z.")
        }
        return id
    }

    /// A path parameter that is a number from 1 on.
    func number(_ name: String) throws -> UInt32 {
        guard let text = self.parameters[name], (1...9).contains(text.utf8.count), text.utf8.first != 0x30,
            text.utf8.allSatisfy({ ($0 &- 0x30) < 10 }), let number = UInt32(text)
        else { throw Problem(.notFound, "“\(name)” is not a number.") }
        return number
    }

    /// A path parameter that is the number of an audit entry, from 0 on.
    func sequence(_ name: String) throws -> UInt64 {
        guard let text = self.parameters[name], (1...16).contains(text.utf8.count),
            text.utf8.first != 0x30 || text.utf8.count == 1, text.utf8.allSatisfy({ ($0 &- 0x30) < 10 }),
            let number = UInt64(text)
        else { throw Problem(.notFound, "“\(name)” is not a number.") }
        return number
    }

    /// The JSON document in the body.
    func document() throws -> JSONValue {
        guard !self.body.isEmpty else { throw Problem(.requestMalformed, "The request has no body.") }
        let isPatch = self.method == Endpoint.Method.patch.rawValue
        let accepted = isPatch ? ["application/merge-patch+json", "application/json"] : ["application/json"]
        guard let type = self.headers.mediaType, accepted.contains(type) else {
            throw Problem(.mediaTypeUnsupported, "Content-Type must be \(accepted[0]).")
        }
        do throws(JSONFault) {
            return try JSONValue(reading: self.body)
        } catch {
            throw Problem(.requestMalformed, "The body is not JSON: \(error.message), at byte \(error.offset).")
        }
    }

    /// The document of an act whose body may be left out.
    func optionalDocument() throws -> JSONValue {
        self.body.isEmpty ? .object([]) : try self.document()
    }

    /// Reads the parameters of an endpoint that takes none.
    func withoutQuery() throws {
        var query = try QueryReader(self.query)
        try query.finish()
    }

    /// `dry_run`, the only parameter of a write.
    func isDryRun() throws -> Bool {
        var query = try QueryReader(self.query)
        let isDryRun = query.flag("dry_run")
        try query.finish()
        return isDryRun
    }

    /// How a create is to be done.
    func createOptions() throws -> WriteOptions {
        .init(isDryRun: try self.isDryRun(), idempotency: try self.idempotency())
    }

    /// The `Idempotency-Key`, bound to this request.
    func idempotency() throws -> WriteOptions.Idempotency? {
        switch self.headers.idempotencyKeys.count {
        case 0: return nil
        case 1:
            guard let key = IdempotencyKey.parse(self.headers.idempotencyKeys[0]) else {
                throw Problem(.idempotencyKeyInvalid)
            }
            return .init(
                operation: "\(self.method) \(self.path)", key: key, bodyDigest: SHA256Hash.digest(of: self.body.span))
        default: throw Problem(.idempotencyKeyInvalid, "The header is repeated.")
        }
    }

    /// How an update is to be done. `isConditionRequired` refuses one without `If-Match`; `current` tells the object's
    /// revision and is asked only when the header alone does not say which one is meant.
    func updateOptions(
        isConditionRequired: Bool = false, current: () async throws -> UInt64
    ) async throws -> WriteOptions {
        let isDryRun = try self.isDryRun()
        guard let field = self.headers.ifMatch else {
            guard !isConditionRequired else { throw Problem(.preconditionRequired) }
            return .init(isDryRun: isDryRun)
        }
        switch EntityTag.condition(field) {
        case .any: return .init(isDryRun: isDryRun, expectedRevision: isConditionRequired ? try await current() : nil)
        case .oneOf(let revisions) where revisions.count == 1:
            return .init(isDryRun: isDryRun, expectedRevision: revisions.first)
        case .oneOf(let revisions):
            let revision = try await current()
            guard revisions.contains(revision) else { throw Problem(.preconditionFailed) }
            return .init(isDryRun: isDryRun, expectedRevision: revision)
        }
    }
}
