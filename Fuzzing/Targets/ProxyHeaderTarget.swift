import HTTPMachines
import Keys

/// A header of the PROXY protocol is read alike whole and byte by byte, and no byte behind it is asked for.
enum ProxyHeaderTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        let whole = ProxyHeaderParser.parse(bytes.span)
        var shown = 0
        var pieces = ProxyHeaderParse.incomplete
        while pieces == .incomplete, shown < min(bytes.count, ProxyHeaderParser.longest) {
            shown += 1
            pieces = ProxyHeaderParser.parse(bytes.span.extracting(0..<shown))
        }
        switch whole {
        case .incomplete: precondition(bytes.count < ProxyHeaderParser.longest, "a header has an end")
        case .complete(_, let count):
            precondition(pieces == whole && shown == count, "what comes in pieces ends where the whole ends")
        case .refused: precondition(pieces == whole, "what comes in pieces is refused as the whole is")
        }
        return 0
    }
}

/// What a request says of its way names nobody who is not in it, and the client is never a proxy when others are named.
enum ForwardedTarget {
    private static let proxies = ["10.0.0.0/8", "fd00::/8"].compactMap { NetworkRange($0) }

    static func run(_ bytes: [UInt8]) -> Int32 {
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        let start = Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)
        let text = start + bytes + [13, 10, 13, 10]
        guard case .complete(let count) = parser.parse(text.span, into: &head, fields: &fields) else { return 0 }
        for form in ForwardedClaim.Form.allCases {
            var asked: [IPAddress] = []
            let outcome = ForwardedClaim.read(form, fields, of: text.span) { address in
                asked.append(address)
                return self.proxies.contains { $0.contains(address) }
            }
            precondition(asked.count <= ForwardedClaim.mostElements, "the way has a bound")
            guard case .claim(let claim) = outcome else { continue }
            precondition(claim.host.upperBound <= count, "the host lies in the head")
        }
        return 0
    }
}
