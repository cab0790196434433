import HTTPMachines
import Testing

/// What is a handshake of WebSocket (RFC 6455, 4), and what an answer to it.
@Suite struct WebSocketHandshakeTests {
    /// The example of RFC 6455, 1.3.
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    static func request(
        _ start: String = "GET / HTTP/1.1", upgrade: String = "Connection: Upgrade\r\nUpgrade: websocket",
        key: String = "Sec-WebSocket-Key: \(key)", version: String = "Sec-WebSocket-Version: 13", more: String = ""
    ) -> String {
        let fields = [upgrade, key, version, more].filter { !$0.isEmpty }.map { $0 + "\r\n" }.joined()
        return "\(start)\r\nHost: a\r\n\(fields)\r\n"
    }

    /// What becomes of a request: its offer, the fault, or `nil` when it does not ask for WebSocket at all.
    static func read(_ text: String) -> Result<WebSocketOffer, WebSocketFault>? {
        let bytes = Array(text.utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields), head.wantsUpgrade,
            WebSocketOffer.isAsked(for: fields, of: bytes.span)
        else { return nil }
        do throws(WebSocketFault) {
            return .success(try WebSocketOffer(head, fields, of: bytes.span))
        } catch {
            return .failure(error)
        }
    }

    private static func fault(_ text: String) -> WebSocketFault? {
        if case .failure(let fault)? = self.read(text) { fault } else { nil }
    }

    @Test func `the example of RFC 6455 is read, and its answer is known`() throws {
        let offer = try #require(try Self.read(Self.request())?.get())
        #expect(String(decoding: offer.key.accept, as: UTF8.self) == Self.accept)
        #expect(offer.protocols.isEmpty && offer.extensions.isEmpty)
    }

    @Test func `subprotocols and extensions are taken from all lines, in one form`() throws {
        let more = """
            Sec-WebSocket-Protocol: chat,superchat\r
            sec-websocket-protocol:  v2\r
            Sec-WebSocket-Extensions: permessage-deflate ;client_max_window_bits;  server_max_window_bits="10"\r
            Sec-WebSocket-Extensions: x-mux;a = b,, y
            """
        let offer = try #require(try Self.read(Self.request(more: more))?.get())
        #expect(offer.protocols.map { String(decoding: $0, as: UTF8.self) } == ["chat", "superchat", "v2"])
        #expect(
            String(decoding: offer.extensions, as: UTF8.self)
                == "permessage-deflate; client_max_window_bits; server_max_window_bits=10, x-mux; a=b, y")
    }

    @Test(arguments: [
        "", "Upgrade: websocket", "Connection: Upgrade", "Connection: Upgrade\r\nUpgrade: h2c",
        "Connection: Upgrade\r\nUpgrade: websocket, h2c", "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c",
        "Connection: Upgrade\r\nUpgrade: websocket/13", "Connection: keep-alive\r\nUpgrade: websocket",
    ])
    func `anything else does not ask for WebSocket`(upgrade: String) {
        #expect(Self.read(Self.request(upgrade: upgrade)) == nil)
    }

    @Test(arguments: [
        "Connection: keep-alive, UPGRADE\r\nUpgrade: WebSocket", "Upgrade: websocket\r\nConnection: upgrade",
    ])
    func `letters and order do not matter`(upgrade: String) {
        #expect((try? Self.read(Self.request(upgrade: upgrade))?.get()) != nil)
    }

    private static func many(_ count: Int) -> String { (0..<count).map { "p\($0)" }.joined(separator: ",") }

    static let refused: [(request: String, fault: WebSocketFault)] = [
        (request("POST / HTTP/1.1"), .methodNotGet), (request("HEAD / HTTP/1.1"), .methodNotGet),
        (request("GET / HTTP/1.0"), .versionTooOld), (request(more: "Content-Length: 1"), .bodyPresent),
        (request(more: "Transfer-Encoding: chunked"), .bodyPresent), (request(version: ""), .versionMissing),
        (request(more: "Sec-WebSocket-Version: 13"), .versionMissing),
        (request(version: "Sec-WebSocket-Version: 8"), .versionUnsupported),
        (request(version: "Sec-WebSocket-Version: 13, 8"), .versionUnsupported),
        (request(version: "Sec-WebSocket-Version: 013"), .versionUnsupported),
        (request(version: "Sec_WebSocket_Version: 13"), .versionMissing), (request(key: ""), .keyInvalid),
        (request(more: "Sec-WebSocket-Key: \(key)"), .keyInvalid), (request(key: "Sec-WebSocket-Key: x"), .keyInvalid),
        (request(key: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR=="), .keyInvalid),
        (request(key: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ"), .keyInvalid),
        (request(key: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j-Q=="), .keyInvalid),
        (request(more: "Sec-WebSocket-Protocol: a b"), .protocolsInvalid),
        (request(more: "Sec-WebSocket-Protocol: a, a"), .protocolsInvalid),
        (request(more: "Sec-WebSocket-Protocol: " + many(33)), .protocolsInvalid),
        (request(more: "Sec-WebSocket-Extensions: a;"), .extensionsInvalid),
        (request(more: "Sec-WebSocket-Extensions: a; b=\"c d\""), .extensionsInvalid),
        (request(more: "Sec-WebSocket-Extensions: a; b=\"c"), .extensionsInvalid),
        (request(more: "Sec-WebSocket-Extensions: =a"), .extensionsInvalid),
        (request(more: "Sec-WebSocket-Extensions: " + many(17)), .extensionsInvalid),
    ]

    @Test(arguments: refused)
    func `a handshake that breaks a rule is none`(request: String, fault: WebSocketFault) {
        #expect(Self.fault(request) == fault)
    }

    @Test(arguments: ["AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w==", "x3JJHMbDL1EzLkh9GBhXDw=="])
    func `answers are those that others work out`(key: String) throws {
        // By Python's hashlib and base64.
        let answers = [
            "AAAAAAAAAAAAAAAAAAAAAA==": "ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
            "/////////////////////w==": "XXpj4jYzLM2yUE0C7TIgMwTQh2g=",
            "x3JJHMbDL1EzLkh9GBhXDw==": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=",
        ]
        let offer = try #require(try Self.read(Self.request(key: "Sec-WebSocket-Key: \(key)"))?.get())
        #expect(String(decoding: offer.key.accept, as: UTF8.self) == answers[key])
    }

    // MARK: Answers

    private static func agreement(
        _ answer: String, more: String = "Sec-WebSocket-Protocol: chat, v2\r\nSec-WebSocket-Extensions: deflate; bits"
    ) -> WebSocketAgreement? {
        guard case .success(let offer)? = self.read(Self.request(more: more)) else { return nil }
        let bytes = Array(answer.utf8)
        var parser = ResponseHeadParser()
        var head = ResponseHead()
        var fields = FieldTable()
        guard
            case .complete = parser.parse(
                bytes.span, answering: .get, maySwitch: true, into: &head, fields: &fields)
        else { return nil }
        return WebSocketAgreement(head, fields, of: bytes.span, to: offer)
    }

    static func answer(
        _ status: String = "HTTP/1.1 101 Switching Protocols",
        upgrade: String = "Connection: Upgrade\r\nUpgrade: websocket",
        accept: String = "Sec-WebSocket-Accept: \(accept)", more: String = ""
    ) -> String {
        let fields = [upgrade, accept, more].filter { !$0.isEmpty }.map { $0 + "\r\n" }.joined()
        return "\(status)\r\n\(fields)\r\n"
    }

    @Test func `an answer that agrees to what was offered is one`() throws {
        let plain = try #require(Self.agreement(Self.answer()))
        #expect(plain.subprotocol == nil && plain.extensions.isEmpty)
        let more = "Sec-WebSocket-Protocol: v2\r\nSec-WebSocket-Extensions: deflate;bits=9"
        let agreed = try #require(Self.agreement(Self.answer(more: more)))
        #expect(agreed.subprotocol == Array("v2".utf8))
        #expect(String(decoding: agreed.extensions, as: UTF8.self) == "deflate; bits=9")
    }

    static let disagreeing: [String] = [
        answer("HTTP/1.1 200 OK"), answer("HTTP/1.0 101 Switching Protocols"), answer(upgrade: "Upgrade: websocket"),
        answer(upgrade: "Connection: Upgrade"), answer(upgrade: "Connection: Upgrade\r\nUpgrade: h2c"),
        answer(upgrade: "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: websocket"), answer(accept: ""),
        answer(accept: "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK-xOo="),
        answer(accept: "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO="),
        answer(more: "Sec-WebSocket-Accept: \(accept)"), answer(more: "Sec-WebSocket-Protocol: other"),
        answer(more: "Sec-WebSocket-Protocol: Chat"), answer(more: "Sec-WebSocket-Protocol: chat, v2"),
        answer(more: "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat"),
        answer(more: "Sec-WebSocket-Protocol:"), answer(more: "Sec-WebSocket-Extensions: other"),
        answer(more: "Sec-WebSocket-Extensions: deflate, other"), answer(more: "Content-Length: 5"),
        answer(more: "Transfer-Encoding: chunked"),
    ]

    @Test(arguments: disagreeing)
    func `an answer that agrees to something else is none`(answer: String) {
        #expect(Self.agreement(answer) == nil)
    }

    @Test func `nobody is offered anything that was not offered here`() {
        #expect(Self.agreement(Self.answer(more: "Sec-WebSocket-Protocol: chat"), more: "") == nil)
        #expect(Self.agreement(Self.answer(more: "Sec-WebSocket-Extensions: deflate"), more: "") == nil)
    }
}
