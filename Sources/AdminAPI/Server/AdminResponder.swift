import HTTPTypes
import Hummingbird
import HummingbirdCore
import KeyManagement
import Keys
import Logging
import NIOCore

/// The way of a request through the admin API: id, route, caller, rights, body, endpoint, answer.
struct AdminResponder: HTTPResponder {
    typealias Context = AdminRequestContext

    /// Largest request body, in bytes.
    static let largestBody = 1 << 20

    let desk: AdminDesk
    let listener: AdminListener
    let hostRule: HostRule
    /// Said with every answer when it is above 0 (RFC 6797).
    var strictTransportSeconds = 0

    func respond(to request: Request, context: AdminRequestContext) async throws -> Response {
        let requestID = Call.ID(randomBytes: self.desk.randomBytes)
        var logger = self.desk.logger
        logger[metadataKey: "request_id"] = "\(requestID)"
        let reply: Reply
        do {
            reply = try await self.reply(to: request, context, requestID)
        } catch {
            let problem = Problem(failure: error)
            if let logged = problem.logged { logger.error("request failed", metadata: ["failure": "\(logged)"]) }
            reply = Reply(problem, requestID: requestID)
        }
        logger.debug(
            "admin request", metadata: ["method": "\(request.method.rawValue)", "status": "\(reply.status)"])
        return self.response(reply, to: request, requestID)
    }

    private func reply(
        to request: Request, _ context: AdminRequestContext, _ requestID: Call.ID
    ) async throws -> Reply {
        guard self.hostRule.admits(request.head.authority) else { throw Problem(.hostRejected) }
        let target = request.head.path ?? "/"
        let sides = target.split(separator: "?" as Character, maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(sides[0])
        switch try self.desk.match(method: request.method.rawValue, path: path) {
        case .none: throw Problem(.routeNotFound)
        case .otherMethods(let methods):
            var problem = Problem(.methodNotAllowed, "The path allows \(methods.joined(separator: ", ")).")
            problem.allowedMethods = methods
            throw problem
        case .endpoint(let endpoint, let parameters):
            let address = context.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
            let actor = try await self.actor(for: endpoint, request, context, address, requestID)
            var call = Call(
                requestID: requestID, method: endpoint.method.rawValue, path: path,
                query: sides.count == 2 ? String(sides[1]) : "", parameters: parameters,
                headers: .init(request.headers), body: try await Self.body(of: request, for: endpoint), actor: actor,
                address: address)
            if endpoint.body == .passphrases { call.passphrases = try await PassphraseBody.read(request.body) }
            return try await endpoint.handle(call)
        }
    }

    private func actor(
        for endpoint: Endpoint, _ request: Request, _ context: AdminRequestContext, _ address: IPAddress?,
        _ requestID: Call.ID
    ) async throws -> Actor? {
        switch (endpoint.access, self.listener) {
        case (.open, _): return nil
        case (.local, .operatorKeys):
            // A stranger is told to say who it is, and no more.
            _ = try await self.operatorActor(request, address)
            throw Problem(.permissionMissing, Self.localOnly)
        case (.local, .localUsers(let rule)), (.needs, .localUsers(let rule)):
            return try await Gatekeeper.localActor(on: context.channel, rule)
        case (.needs(let permission), .operatorKeys):
            let actor = try await self.operatorActor(request, address)
            guard actor.level.includes(permission.level) else { throw Problem(missing: permission, of: actor) }
            return actor
        }
    }

    private func operatorActor(_ request: Request, _ address: IPAddress?) async throws -> Actor {
        try await self.desk.gatekeeper().operatorActor(
            authorization: request.headers[values: .authorization], address: address)
    }

    private static let localOnly = "This is done on the server's own machine, over its Unix socket."

    private static func body(of request: Request, for endpoint: Endpoint) async throws -> [UInt8] {
        guard endpoint.method != .get, endpoint.body == .document else { return [] }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.largestBody {
            throw Problem(.contentTooLarge)
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: Self.largestBody))
        } catch is NIOTooManyBytesError {
            throw Problem(.contentTooLarge)
        } catch {
            // The other side went away, or was too slow; nobody reads this answer.
            throw Problem(.requestMalformed, "The body ended before its end.")
        }
    }

    private func response(_ reply: Reply, to request: Request, _ requestID: Call.ID) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = reply.contentType
        if reply.stream == nil { fields[.contentLength] = String(reply.body.count) }
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        if self.strictTransportSeconds > 0 {
            fields[.strictTransportSecurity] = "max-age=\(self.strictTransportSeconds)"
        }
        fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        for (name, value) in reply.fields + [("X-Request-Id", requestID.description)] {
            if let name = HTTPField.Name(name) { fields.append(.init(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: reply.status)
        guard request.method != .head else { return .init(status: status, headers: fields) }
        guard let stream = reply.stream else {
            return .init(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: reply.body)))
        }
        return .init(
            status: status, headers: fields,
            body: .init { writer in
                let pieces = try stream()
                while let piece = try pieces.next() { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
    }
}

extension CallHeaders {
    init(_ fields: HTTPFields) {
        let type = fields[.contentType]?.split(separator: ";" as Character).first
        self.mediaType = type.map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        self.ifMatch = HTTPField.Name("If-Match").flatMap { fields[$0] }
        self.idempotencyKeys = HTTPField.Name("Idempotency-Key").map { fields[values: $0] } ?? []
    }
}

extension Reply {
    /// The answer that carries a problem.
    init(_ problem: Problem, requestID: Call.ID) {
        self.init(status: problem.code.status, problem.document(requestID: requestID.description))
        self.contentType = "application/problem+json"
        switch problem.code {
        case .credentialMissing, .credentialRejected:
            self.fields.append(("WWW-Authenticate", "Bearer realm=\"gatehouse-admin\""))
        case .methodNotAllowed: self.fields.append(("Allow", problem.allowedMethods.joined(separator: ", ")))
        case .limitExceeded, .temporarilyUnavailable:
            self.fields.append(("Retry-After", String(problem.retryAfterSeconds ?? 1)))
        default: break
        }
    }
}
