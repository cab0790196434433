import DecisionLog
import Gateway
import Keys
import Synchronization
import TestKit
import TransportSecurity
import VerifyAPI

/// A gateway with a verify listener on a free port, a key that may verify others, and acts that the test answers.
final class VerifyHarness: Sendable {
    let gateway: GatewayHarness
    /// Holds `keys:verify`.
    let caller: String
    private let acts = ActList()

    init(
        loops: Int = 2, routes: [RouteConfiguration]? = nil,
        decisions: DecisionLog? = nil, slowWork: GatewayHarness.SlowWork? = nil, security: ListenerSecurity? = nil,
        configure: (inout VerifyConfiguration) -> Void = { _ in }
    ) async throws {
        var configuration = VerifyConfiguration()
        configuration.port = 0
        if security != nil { configuration.tls = TLSSettings(certificates: []) }
        configure(&configuration)
        let acts = self.acts
        self.gateway = try await GatewayHarness(
            upstreamPort: 9, routes: routes, loops: loops, decisions: decisions, slowWork: slowWork,
            verify: VerifyListener(configuration: configuration, security: security, acts: { acts.add($0, $1) }))
        let rights = Grants(allowed: ["keys:verify"].compactMap { PermissionPattern($0) })
        self.caller = self.gateway.issue { $0.grants = rights }.token
    }

    /// A connection from 127.0.0.host.
    func connect(host: UInt8 = 1) -> RawSocket { RawSocket(port: self.gateway.server.verifyPort ?? 0, host: host) }

    /// The text of a request that asks about a token.
    func question(_ token: String, members: String = "", fields: String = "", by caller: String? = nil) -> String {
        let body = "{\"key\":\"\(token)\"\(members)}"
        return """
            POST /v1/keys/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(caller ?? self.caller)\r
            Content-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)
            """
    }

    /// The head of a question whose body is framed as the field says.
    func head(_ framing: String, by caller: String? = nil, path: String = "/v1/keys/verify") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(caller ?? self.caller)\r\n\(framing)\r\n\r\n"
    }

    /// One request on a connection of its own.
    func request(_ text: String) -> Message? {
        let client = self.connect()
        client.send(text)
        return client.receiveMessage()
    }

    /// The acts that have been asked for, once there are so many.
    func takeActs(_ count: Int = 1) -> [ActList.Waiting] { self.acts.take(count) }

    func revoke(_ record: KeyRecord) {
        var record = record
        record.state = .revoked
        self.gateway.put(record)
    }

    func stop() async { await self.gateway.stop() }
}

/// Acts that wait for the test to answer them.
final class ActList: Sendable {
    typealias Waiting = (request: HolderRequest, answer: @Sendable (HolderActResult) -> Void)

    private let waiting = Mutex<[Waiting]>([])

    func add(_ request: HolderRequest, _ answer: @escaping @Sendable (HolderActResult) -> Void) {
        self.waiting.withLock { $0.append((request, answer)) }
    }

    func take(_ count: Int) -> [Waiting] {
        for _ in 0..<500 where self.waiting.withLock({ $0.count < count }) { Pause.briefly() }
        return self.waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
