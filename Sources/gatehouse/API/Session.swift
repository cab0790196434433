import Foundation
import Keys
import NIOCore

/// One run of a command against a server: its options, its terminal, and the API.
struct Session: Sendable {
    let output: Output
    let client: AdminClient
    let tokenFile: String?
    let trust: TrustFiles
    /// Whether questions may be asked.
    let canAsk: Bool

    /// Opens the session, runs the command and closes it.
    static func with(_ options: ServerOptions, _ body: (Session) async throws -> Void) async throws {
        let environment = ProcessInfo.processInfo.environment
        let terminal = Terminal(environment: environment)
        let output = try Output(options.output, environment: environment, terminal: terminal, now: .current)
        let isSilenced = options.noInput || !(environment["GATEHOUSE_NO_INPUT"] ?? "").isEmpty
        let canAsk = terminal.canAsk && !isSilenced && output.format != .json
        let address = try ServerLocation.resolve(options, environment: environment)
        let source = CredentialSource(environment: environment, canAsk: canAsk, mayWarn: output.format != .json)
        let token: OperatorToken? =
            switch address {
            case .socket: nil
            case .web: try source.token()
            }
        let trust = try TrustFiles(
            caFile: options.trust.caFile, clientCertificate: options.trust.clientCertificate,
            clientKey: options.trust.clientKey, environment: environment)
        let isTraced = environment["GATEHOUSE_DEBUG"] == "api"
        try await AdminClient.with(address: address, token: token, trust: trust, isTraced: isTraced) { client in
            try await body(
                Session(output: output, client: client, tokenFile: source.file, trust: trust, canAsk: canAsk))
        }
    }

    /// Sends a request, with a sign of life when it takes long.
    func send(_ request: APIRequest) async throws -> APIResponse {
        let isShown = self.output.terminal.errorIsTerminal && self.output.format != .json
        return try await Progress.during("waiting for \(self.client.address)…", isShown: isShown) {
            try await self.client.send(request)
        }
    }

    /// Sends a request whose answer is text.
    func text(_ request: APIRequest) async throws -> String { try await self.client.lines(request).text }

    /// Does what a write asks for: shows it, tries it, or does it. `nil` when nothing was to be done.
    func act(_ request: APIRequest, _ options: WriteOptions) async throws -> APIResponse? {
        if options.showRequest {
            self.printRequest(request)
            return nil
        }
        guard options.dryRun else { return try await self.perform(request, proofFile: options.proofFile) }
        let response = try await self.send(request.asDryRun)
        try self.output.show(response.document, body: response.body, order: ["dry_run"], isDone: true)
        return nil
    }

    /// Reads one page, or all of them.
    func pages(_ path: String, query: [APIRequest.Parameter], _ options: PageOptions) async throws -> APIResponse {
        let limit = APIRequest.Parameter(name: "limit", value: String(options.all ? 1000 : options.limit))
        var request = APIRequest(.get, path, query: query + [limit])
        if let cursor = options.cursor { request.query.append(.init(name: "cursor", value: cursor)) }
        let first = try await self.send(request)
        guard options.all, first.document["next_cursor"]?.string != nil else { return first }
        let items = try await self.items(path, query: query + [limit], from: first)
        let document = JSONValue.object(["data": .array(items), "next_cursor": .null])
        return .init(status: first.status, body: Array(document.encoded.utf8), document: document)
    }

    /// Follows the cursors, a thousand pages at most.
    func items(
        _ path: String, query: [APIRequest.Parameter], from first: APIResponse
    ) async throws -> [JSONValue] {
        var items = first.document["data"]?.array ?? []
        var cursor = first.document["next_cursor"]?.string
        for _ in 0..<1000 {
            guard let next = cursor else { return items }
            let page = try await self.send(
                .init(.get, path, query: query + [.init(name: "cursor", value: next)]))
            items += page.document["data"]?.array ?? []
            cursor = page.document["next_cursor"]?.string
        }
        return items
    }

    private func printRequest(_ request: APIRequest) {
        let line = CurlLine(request, to: self.client.address, tokenFile: self.tokenFile, trust: self.trust).text
        guard self.output.format == .json else { return StandardStream.output.writeLine(line) }
        self.output.printJSON(
            .members([
                "method": .string(request.method.rawValue), "target": .string(request.target), "body": request.body,
                "curl": .string(line),
            ]))
    }
}

extension WallTime {
    /// The system clock's opinion.
    static var current: WallTime {
        .init(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
