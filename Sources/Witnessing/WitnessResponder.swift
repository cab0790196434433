import Auditing
import HTTPTypes
import Hummingbird
import NIOCore

/// The two paths of a witness: where checkpoints go, and whether it lives.
struct WitnessResponder: HTTPResponder {
    typealias Context = WitnessRequestContext

    let desk: WitnessDesk
    /// What `/livez` says.
    let version: String

    func respond(to request: Request, context: Context) async throws -> Response {
        let path = (request.head.path ?? "/").split(separator: "?", maxSplits: 1).first.map(String.init) ?? "/"
        switch (path, request.method) {
        case ("/add-checkpoint", .post): return Self.response(await self.add(request))
        case ("/livez", .get), ("/livez", .head):
            let body = #"{"status":"alive","version":"\#(self.version)"}"# + "\n"
            return Self.response(
                .init(status: 200, contentType: "application/json", body: request.method == .head ? "" : body))
        case ("/add-checkpoint", _): return Self.response(.init(status: 405, body: "use POST\n"), allowing: "POST")
        case ("/livez", _): return Self.response(.init(status: 405, body: "use GET\n"), allowing: "GET, HEAD")
        default: return Self.response(.init(status: 404, body: "there is nothing here\n"))
        }
    }

    private func add(_ request: Request) async -> WitnessReply {
        let length = request.headers[.contentLength].flatMap(Int.init) ?? 0
        let tooLong = WitnessReply(status: 413, body: "the request is too long\n")
        guard length <= WitnessRequest.longestBody else { return tooLong }
        do {
            let body = try await request.body.collect(upTo: WitnessRequest.longestBody)
            return await self.desk.add(Array(buffer: body))
        } catch is NIOTooManyBytesError {
            return tooLong
        } catch {
            // The other side went away, or was too slow; nobody reads this answer.
            return .init(status: 400, body: "the request ended before its end\n")
        }
    }

    private static func response(_ reply: WitnessReply, allowing methods: String? = nil) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = reply.contentType
        fields[.contentLength] = String(reply.body.utf8.count)
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        if let methods, let name = HTTPField.Name("Allow") { fields[name] = methods }
        return .init(
            status: .init(code: reply.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
