import Foundation
import NIOPosix
import TestKit
import Testing
import TransportSecurity

@testable import AdminAPI

/// The listener of the network over TLS, asked by curl.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "needs curl"))
struct AdminTLSTests {
    private let pair: CertificatePair
    private let security: ListenerSecurity

    init() throws {
        self.pair = try CertificatePair()
        self.security = ListenerSecurity(try Self.offer(self.pair))
    }

    private static func offer(_ pair: CertificatePair, clients: ClientTrust? = nil) throws -> TLSOffer {
        let (chain, key) = try pair.read()
        return try TLSOffer(
            [TLSIdentity(chain: chain.span, key: key.span)], clients: clients, tickets: TLSTickets())
    }

    private static var configuration: AdminServerConfiguration {
        var configuration = AdminServerConfiguration(port: 0)
        configuration.isSecure = true
        configuration.strictTransportSeconds = 600
        return configuration
    }

    private func running(
        _ configuration: AdminServerConfiguration = Self.configuration,
        _ body: @escaping @Sendable (AdminServer, Int) async throws -> Void
    ) async throws {
        try await RunningServer.with(configuration, security: self.security) { try await body($0, $0.port ?? 0) }
    }

    /// The whole answers to these words of curl's, on a thread of its own.
    private static func curl(_ pair: CertificatePair, _ port: Int, _ words: [String]) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/curl")
            process.arguments =
                [
                    "-si", "--max-time", "20", "--cacert", pair.certificate, "--resolve",
                    "shop.example:\(port):127.0.0.1",
                ] + words
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let answer = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return String(decoding: answer, as: UTF8.self)
        }
    }

    @Test func `requests on one connection are answered, and browsers are told that it stays so`() async throws {
        let pair = self.pair
        try await self.running { server, port in
            let answers = try await Self.curl(
                pair, port, Array(repeating: "https://shop.example:\(port)/livez", count: 3))
            #expect(answers.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 4, "\(answers)")
            #expect(answers.components(separatedBy: "Strict-Transport-Security: max-age=600\r\n").count == 4)
            #expect(server.handshakes.map(\.labels) == ["full", "resumed", "failed", "shed"].map { ["admin", $0] })
            #expect(server.handshakes.map(\.value) == [1, 0, 0, 0])
        }
    }

    @Test func `an answer of many records and a body of many come through whole`() async throws {
        let pair = self.pair
        let body = pair.folder + "/body"
        try Data(repeating: 0x20, count: 900_000).write(to: URL(filePath: body))
        try await self.running { _, port in
            let answer = try await Self.curl(pair, port, ["https://shop.example:\(port)/openapi.yaml"])
            #expect(answer.utf8.count > 200_000)
            #expect(answer.hasSuffix(String(OpenAPIDocument.text.suffix(100))))
            let refusal = try await Self.curl(
                pair, port, ["https://shop.example:\(port)/v1/keys", "--data-binary", "@" + body])
            #expect(refusal.contains("HTTP/1.1 401"), "\(refusal)")
        }
    }

    @Test func `plain HTTP gets no answer, and is counted as a handshake that failed`() async throws {
        let pair = self.pair
        try await self.running { server, port in
            let answer = try await Self.curl(pair, port, ["http://127.0.0.1:\(port)/livez"])
            #expect(!answer.contains("HTTP/1.1"), "\(answer)")
            #expect(server.handshakes.map(\.value) == [0, 0, 1, 0])
        }
    }

    @Test func `handshakes that come too fast are ended before they begin, and counted`() async throws {
        let pair = self.pair
        var configuration = Self.configuration
        configuration.handshakesPerSecond = 1
        try await self.running(configuration) { server, port in
            let place = "https://shop.example:\(port)/livez"
            #expect(try await Self.curl(pair, port, [place]).contains("200 OK"))
            // Without keep-alive each comes on a connection of its own.
            let answers = try await Self.curl(
                pair, port, ["-H", "Connection: close"] + Array(repeating: place, count: 10))
            let answered = answers.components(separatedBy: "200 OK").count - 1
            #expect(answered < 10)
            #expect(server.handshakes.last?.labels == ["admin", "shed"])
            #expect((server.handshakes.last?.value ?? 0) >= UInt64(10 - answered))
        }
    }

    @Test func `who shows no certificate is refused where one is required`() async throws {
        let pair = self.pair
        let client = try CertificatePair(names: "URI:spiffe://example.org/operator")
        let trust = ClientTrust(authorities: try client.read().chain, isRequired: true)
        self.security.replace(try Self.offer(pair, clients: trust))
        try await self.running { _, port in
            let place = "https://shop.example:\(port)/livez"
            #expect(try await Self.curl(pair, port, [place]).isEmpty)
            let known = try await Self.curl(
                pair, port, ["--cert", client.certificate, "--key", client.key, place])
            #expect(known.contains("HTTP/1.1 200 OK"), "\(known)")
        }
    }

    @Test func `a new certificate is shown from the next connection on`() async throws {
        let (old, new, security) = (self.pair, try CertificatePair(), self.security)
        try await self.running { _, port in
            let place = "https://shop.example:\(port)/livez"
            #expect(try await Self.curl(new, port, [place]).isEmpty)
            security.replace(try Self.offer(new))
            #expect(try await Self.curl(new, port, [place]).contains("200 OK"))
            #expect(try await Self.curl(old, port, [place]).isEmpty)
        }
    }

    @Test func `with TLS other machines may come, by any name`() throws {
        var configuration = Self.configuration
        configuration.host = "0.0.0.0"
        #expect(try configuration.validated().hostRule(of: .operatorKeys) == .any)
        configuration.host = "127.0.0.1"
        #expect(configuration.hostRule(of: .operatorKeys) == .any)
    }

    @Test func `TLS without certificates is refused, and certificates without TLS are`() async throws {
        let world = try await ManagementWorld()
        for (configuration, security) in [(Self.configuration, nil), (.init(port: 0), self.security)] {
            let error = #expect(throws: AdminServerError.self) {
                try API.server(world, configuration: configuration, security: security)
            }
            #expect(error?.code == .securityMissing)
        }
    }
}
