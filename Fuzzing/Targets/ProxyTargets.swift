import Synchronization

/// What a proxy tells of a request, in any spelling: it is let through only when a route lets it through.
enum ProxyTargets {
    /// The input is field lines of a forward-auth call; the first byte chooses the dialect.
    static func forwardAuth(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let mode = first % 2 == 0 ? "?mode=nginx" : ""
        let head = Array("GET /v1/forward-auth\(mode) HTTP/1.1\r\nHost: a\r\nGatehouse-Caller: proof\r\n".utf8)
        let answer = VerifyWorld.shared.withLock { $0.ask(head + bytes.dropFirst() + [0x0d, 0x0a], body: []) }
        if let answer, first % 2 == 0 {
            precondition([200, 401, 403, 503].contains(answer.status), "nginx understands no other status")
        }
        return 0
    }

    /// The input is a whole request from Envoy, its path behind the prefix.
    static func extAuthz(_ bytes: [UInt8]) -> Int32 {
        guard let space = bytes.firstIndex(of: 0x20) else { return 0 }
        let head = bytes[...space] + Array("/v1/ext-authz".utf8) + bytes[(space + 1)...]
        _ = VerifyWorld.shared.withLock { $0.ask(Array(head), body: [], peer: 0xc000_0201) }
        return 0
    }
}
