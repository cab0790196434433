import Admission
import Cryptography
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeyManagement
import Keys
import Logging
import NIOCore
import NIOPosix
import RateLimiting
import TestKit
import Testing
import TransportSecurity

@testable import AdminAPI

/// How a test body reaches the API: both ways must give the same answers.
enum Transport: CaseIterable, Sendable {
    case inProcess, socket

    fileprivate var setup: TestingSetup { self == .inProcess ? .router : .live }
}

/// The admin API over a control plane in memory, with an operator of each level.
struct API: Sendable {
    let world: ManagementWorld
    let environment: Keys.Environment
    let owner: Identity
    let tokens: [Operator.Level: String]
    let client: any TestClientProtocol

    /// An answer, read.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String
        let json: JSONValue

        var code: String? { self.json["code"]?.text }
        var id: String { self.json["id"]?.text ?? "" }
        var etag: String { self.headers[.eTag] ?? "" }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { self.headers[$0] } }
    }

    /// Serves the API while the body runs.
    static func serving(
        _ transport: Transport = .inProcess, failures: UInt32 = 1000, insight: UsageInsight = .none,
        change: (inout AdminSurroundings) -> Void = { _ in }, _ body: @escaping @Sendable (API) async throws -> Void
    ) async throws {
        let world = try await ManagementWorld(insight: insight)
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "Billing"))
        var tokens: [Operator.Level: String] = [:]
        for level in Operator.Level.allCases {
            let made = try await world.perform(CreateOperator(name: level.rawValue, level: level))
            tokens[level] = String(decoding: made.token?.copy ?? [], as: UTF8.self)
        }
        let server = try Self.server(world, failures: failures, change: change)
        let application = server.application(.operatorKeys, at: .hostname("127.0.0.1", port: 0))
        let known = tokens
        try await application.test(transport.setup) { client in
            try await body(
                API(world: world, environment: environment, owner: owner, tokens: known, client: client))
        }
    }

    static func server(
        _ world: ManagementWorld, configuration: AdminServerConfiguration = .init(port: 0), failures: UInt32 = 1000,
        security: ListenerSecurity? = nil,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        change: (inout AdminSurroundings) -> Void = { _ in }
    ) throws -> AdminServer {
        var generator = SeededGenerator(seed: 3)
        var surroundings = AdminSurroundings(
            plane: world.plane, time: world.clock.source, randomBytes: world.randomness.bytes,
            logger: logger)
        change(&surroundings)
        return try AdminServer(
            configuration: configuration, surroundings: surroundings,
            failures: .init(FailureBudget(failures: failures, generator: &generator)), security: security,
            group: MultiThreadedEventLoopGroup.singleton)
    }

    /// Sends a request as an operator of the level, or as nobody.
    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, as level: Operator.Level? = .admin,
        headers extra: [String: String] = [:]
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let token = level.flatMap({ self.tokens[$0] }) { headers[.authorization] = "Bearer \(token)" }
        if body != nil {
            headers[.contentType] = method == .patch ? "application/merge-patch+json" : "application/json"
        }
        for (name, value) in extra { if let name = HTTPField.Name(name) { headers[name] = value } }
        return try await self.client.execute(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            let text = String(buffer: response.body)
            return Answer(
                status: response.status.code, headers: response.headers, text: text,
                json: (try? JSONValue(reading: Array(text.utf8))) ?? .null)
        }
    }

    /// The ids on a page of a list.
    func ids(_ uri: String) async throws -> [String] {
        try await self.send(.get, uri).json["data"]?.items.compactMap { $0["id"]?.text } ?? []
    }

    /// Issues a key and gives the answer.
    func issue(_ members: String = "", headers: [String: String] = [:]) async throws -> Answer {
        let body = #"{"environment_id":"\#(self.environment.id)","name":"worker"\#(members)}"#
        return try await self.send(.post, "/v1/keys", body, headers: headers)
    }
}

extension JSONValue {
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }
}
