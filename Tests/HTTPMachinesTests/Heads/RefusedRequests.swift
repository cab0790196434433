import HTTPMachines
import Testing

/// A head and the rule it breaks. docs/http.md names the rules.
struct RefusedHead: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]
    var violation: HTTPViolation

    init(_ text: String, _ violation: HTTPViolation) {
        self.bytes = Array(text.utf8)
        self.violation = violation
    }

    var testDescription: String {
        "\(self.violation): \(String(decoding: self.bytes.prefix(60), as: UTF8.self).debugDescription)"
    }
}

extension RefusedHead {
    private static func target(_ target: String, _ violation: HTTPViolation) -> Self {
        .init("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", violation)
    }

    private static func fields(_ fields: String, _ violation: HTTPViolation) -> Self {
        .init("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n", violation)
    }

    private static func host(_ host: String) -> Self {
        .init("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", .hostInvalid)
    }

    static let requests: [Self] = requestLines + targets + paths + lines + hosts + framing + connections + tooLarge

    static let requestLines: [Self] = [
        .init(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET /\r\n\r\n", .requestLineMalformed),
        .init("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET / http/1.1\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET / HTTP/11\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET / HTTP/1.x\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .requestLineMalformed),
        .init("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .methodInvalid),
        .init("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .methodInvalid),
        .init("GET\r\n\r\n", .methodInvalid),
        .init("\u{16}\u{3}\u{1}\u{2}\u{0}", .methodInvalid),
        .init("get / HTTP/1.1\r\nHost: a\r\n\r\n", .methodInvalid),
        .init("Post / HTTP/1.1\r\nHost: a\r\n\r\n", .methodInvalid),
        .init("M-sEARCH / HTTP/1.1\r\nHost: a\r\n\r\n", .methodInvalid),
        .init(String(repeating: "A", count: 33) + " / HTTP/1.1\r\n", .methodTooLong),
        .init("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .connectRefused),
        .init("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .versionUnsupported),
        .init("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .asteriskWithoutOptions),
        .init("GET / HTTP/1.2\r\nHost: a\r\n\r\n", .versionUnsupported),
        .init("GET / HTTP/0.9\r\nHost: a\r\n\r\n", .versionUnsupported),
    ]

    static let targets: [Self] = [
        target("a", .targetMalformed), target("?a=b", .targetMalformed), target("//", .pathAmbiguous),
        target("a:80", .targetMalformed), target("ftp://a/", .targetMalformed), target("http:/a/", .targetMalformed),
        target("http://a", .targetMalformed), target("http://a?b", .targetMalformed),
        target("http:///b", .targetMalformed), target("*a", .targetMalformed), target("/{id}", .targetMalformed),
        target("/a|b", .targetMalformed), target("/a\"", .targetMalformed), target("/<a>", .targetMalformed),
        target("/a#b", .targetFragment), target("/#", .targetFragment), target("/?#", .targetFragment),
        target("/\u{7f}", .targetByteForbidden), target("/\u{1}", .targetByteForbidden),
        target("/a\tb", .targetByteForbidden), target("/é", .targetByteForbidden), target("/?é", .targetByteForbidden),
        target("/%", .targetEscapeInvalid), target("/%4", .targetEscapeInvalid), target("/%g0", .targetEscapeInvalid),
        target("/%0g", .targetEscapeInvalid), target("/?%", .targetEscapeInvalid),
        target("/?a=%2", .targetEscapeInvalid),
        target("/?a=%zz", .targetEscapeInvalid), target("/%?41", .targetEscapeInvalid),
        target("http://b/", .authorityMismatch), target("http://a:80/", .authorityMismatch),
        target("https://u@a/", .authorityMismatch), target("*", .asteriskWithoutOptions),
    ]

    static let paths: [Self] = [
        "/.", "/..", "/./", "/../", "/a/./b", "/a/../b", "/a/..", "/a/.", "/..?a", "/..;/a", "/.;x=1/a", "/a/..;x",
        "/admin;a/x", "/secret;x", "/a%3Bb", "/a/..%3bx/b", "//a", "/a//b", "/a//", "/;x/a", "/a/;x", "/a\\b", "/..\\a",
        "/%2f", "/a%2Fb", "/%5c", "/a%5Cb", "/%00",
        "/a%00", "/a.", "/a./b", "/...", "/a/...", "/a.?b", "/a%20", "/a%20/b", "/%20a", "/%20", "/a/%20b/c", "/a%20?b",
        "/%0d%0a", "/%7f", "/%2e", "/%2E%2e/", "/.%2e/", "/%2e./a", "/%61dmin", "/%41", "/%7E", "/%30", "/%2D", "/%5f",
        "/%252f", "/%252e%252e", "/%25%32%66x", "/%2541", "/%c0%af", "/%C1%9c", "/%ff", "/%f8%80",
        "/%e0%80%af", "/%F0%80%80%AF",
    ].map { target($0, .pathAmbiguous) }

    static let lines: [Self] = [
        .init("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        .init("GET\n/ HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        .init("GET /\nHTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        .init("GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
        .init("GET / HTTP\n", .bareLineFeed),
        .init("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        .init("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        .init("GET / HTTP/1.1\r\nHost\n: a\r\n\r\n", .bareLineFeed),
        fields("A: b\nContent-Length: 5", .bareLineFeed),
        .init("\rGET / HTTP/1.1\r\n\r\n", .bareCarriageReturn),
        .init("GET / HTTP/1.1\rHost: a\r\n\r\n", .bareCarriageReturn),
        .init("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .bareCarriageReturn),
        .init("GET / HTTP/1.1\r\nHost: a\r\n\rX\r\n", .bareCarriageReturn),
        fields("A: b\rContent-Length: 5", .bareCarriageReturn),
        fields("A: b\r\r\nX: y", .bareCarriageReturn),
        .init("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .lineFolding),
        fields("A: b\r\n c", .lineFolding), fields("A: b\r\n\tc", .lineFolding),
        fields("Transfer-Encoding: chunked\r\n , x", .lineFolding),
        fields("Transfer-Encoding:\r\n chunked", .transferEncodingUnknown),
        fields(": b", .fieldNameEmpty),
        fields("A : b", .fieldNameSpace), fields("Transfer-Encoding\t: chunked", .fieldNameSpace),
        fields("A b: c", .fieldNameSpace),
        fields("A(: b", .fieldNameInvalid), fields("A", .fieldNameInvalid), fields("[A]: b", .fieldNameInvalid),
        fields("A\u{0}: b", .fieldNameInvalid), fields("é: b", .fieldNameInvalid),
        fields("A\u{b}: b", .fieldNameInvalid),
        fields("\u{0}: b", .fieldNameInvalid),
        fields("A: \u{0}", .fieldValueByteForbidden), fields("A: b\u{1}", .fieldValueByteForbidden),
        fields("A: b\u{7f}", .fieldValueByteForbidden), fields("A: 12345678\u{b}9", .fieldValueByteForbidden),
        fields("Transfer-Encoding: \u{b}chunked", .fieldValueByteForbidden),
    ]

    static let hosts: [Self] =
        [
            .init("GET / HTTP/1.1\r\n\r\n", .hostMissing), .init("GET / HTTP/1.0\r\n\r\n", .hostMissing),
            .init("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .hostRepeated),
            .init("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", .hostRepeated),
        ]
        + [
            "", "a b", "a,b", "a/", "u@a", "a:", "a:0", "a:x", "a:80:80", "a:65536", "a:080", ".", "a.", ".a", "a..b",
            "a~b", "%61", "é", "[::1", "[1]", "[]", "[::1]x", "[::g]", "[::1]:", "http://a", "a\tb",
            String(repeating: "a", count: 256),
        ].map(host)

    static let framing: [Self] = [
        fields("Content-Length: 1\r\nContent-Length: 1", .contentLengthRepeated),
        fields("Content-Length: 1\r\ncontent-length: 2", .contentLengthRepeated),
        fields("Content-Length: 1, 1", .contentLengthInvalid), fields("Content-Length:", .contentLengthInvalid),
        fields("Content-Length: -1", .contentLengthInvalid), fields("Content-Length: +1", .contentLengthInvalid),
        fields("Content-Length: 0x1", .contentLengthInvalid), fields("Content-Length: 01", .contentLengthInvalid),
        fields("Content-Length: 1 1", .contentLengthInvalid), fields("Content-Length: 1_0", .contentLengthInvalid),
        fields("Content-Length: ٣", .contentLengthInvalid),
        fields("Content-Length:\t5", .contentLengthInvalid), fields("Content-Length: 5\t", .contentLengthInvalid),
        fields("Content-Length: \t 5", .contentLengthInvalid), fields("Content-Length: 5 \t ", .contentLengthInvalid),
        fields("Content-Length: 1000000000000000000", .contentLengthInvalid),
        fields("Content-Length: 18446744073709551617", .contentLengthInvalid),
        fields("Content-Length: 5\r\nTransfer-Encoding: chunked", .framingConflict),
        fields("Transfer-Encoding: chunked\r\nContent-Length: 0", .framingConflict),
        fields("Transfer-Encoding: gzip, chunked", .transferEncodingUnknown),
        fields("Transfer-Encoding: chunked, chunked", .transferEncodingUnknown),
        fields("Transfer-Encoding: chunked,", .transferEncodingUnknown),
        fields("Transfer-Encoding: chunked;q=1", .transferEncodingUnknown),
        fields("Transfer-Encoding: identity", .transferEncodingUnknown),
        fields("Transfer-Encoding: xchunked", .transferEncodingUnknown),
        fields("Transfer-Encoding: \"chunked\"", .transferEncodingUnknown),
        fields("Transfer-Encoding:", .transferEncodingUnknown),
        fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .transferEncodingRepeated),
        fields("Transfer-Encoding: chunked\r\nTransfer-encoding: identity", .transferEncodingRepeated),
        .init("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncodingForbidden),
        fields("Transfer_Encoding: chunked", .fieldNameLookalike), fields("Content_Length: 5", .fieldNameLookalike),
        fields("CONTENT_LENGTH: 5", .fieldNameLookalike), fields("Content.Length: 5", .fieldNameLookalike),
        fields("content~length: 5", .fieldNameLookalike), fields("Content|Length: 5", .fieldNameLookalike),
        fields("Transfer.Encoding: chunked", .fieldNameLookalike),
        fields("transfer+encoding: chunked", .fieldNameLookalike),
        fields("Transfer`Encoding: chunked", .fieldNameLookalike),
        fields("Expect: 200-ok", .expectationUnknown), fields("Expect: 100-continue, x", .expectationUnknown),
        fields("Expect: 100-continue\r\nExpect: 100-continue", .expectationUnknown),
    ]

    static let connections: [Self] = [
        fields("Connection: a b", .connectionInvalid), fields("Connection: \"close\"", .connectionInvalid),
        fields("Connection: close;x", .connectionInvalid),
        fields("Content-Length: 1\r\nConnection: content-length", .connectionNominatesFraming),
        fields("Connection: close, Host", .connectionNominatesFraming),
        fields("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked", .connectionNominatesFraming),
        fields("Connection: " + String(repeating: "a,", count: 17), .tooManyConnectionOptions),
    ]

    static let tooLarge: [Self] = [
        target("/" + String(repeating: "a", count: 8_192), .targetTooLong),
        fields("A: " + String(repeating: "b", count: 16_384), .headTooLarge),
        fields(String(repeating: "A: b\r\n", count: 100) + "A: b", .tooManyFields),
    ]
}
