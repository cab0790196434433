import HTTPMachines
import Testing

/// The scans look at eight bytes at a time: every byte at every place of a word has to be judged as it is alone.
@Suite struct ByteClassTests {
    private static let token = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    private func isAccepted(_ line: [UInt8]) -> Bool {
        RequestReading(Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8) + line + Array("\r\n\r\n".utf8)).violation == nil
    }

    @Test func `a field name consists of token bytes wherever they stand`() {
        for filler in Array("a-9Z~".utf8) {
            for place in 0..<10 {
                for byte in UInt8.min...UInt8.max where byte != 0x3a {
                    var name = [UInt8](repeating: filler, count: 12)
                    name[place] = byte
                    #expect(self.isAccepted(name + Array(": b".utf8)) == Self.token.contains(byte))
                }
            }
        }
    }

    @Test func `no pair of bytes makes a name that one of them spoils`() {
        for first in UInt8.min...UInt8.max where first != 0x3a {
            for second in UInt8.min...UInt8.max where second != 0x3a {
                let isToken = Self.token.contains(first) && Self.token.contains(second)
                let name = Array("ab".utf8) + [first, second] + Array("cdefgh: b".utf8)
                #expect(self.isAccepted(name) == isToken)
            }
        }
    }

    @Test func `a field value holds no control byte wherever it stands`() {
        for filler in [0x20, 0x61, 0xff, 0x21] as [UInt8] {
            for place in 0..<20 {
                for byte in UInt8.min...UInt8.max {
                    var value = [UInt8](repeating: filler, count: 20)
                    value[place] = byte
                    let isText = byte >= 0x20 && byte != 0x7f || byte == 0x09
                    #expect(self.isAccepted(Array("A:".utf8) + value) == isText)
                }
            }
        }
    }

    @Test func `a query holds visible ASCII without a number sign wherever it stands`() {
        for place in 0..<10 {
            for byte in UInt8.min...UInt8.max where byte != 0x25 && byte != 0x20 {
                var query = [UInt8](repeating: 0x22, count: 12)
                query[place] = byte
                let text = Array("GET /?".utf8) + query + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
                #expect((RequestReading(text).violation == nil) == ((0x21...0x7e).contains(byte) && byte != 0x23))
            }
        }
    }

    @Test func `a path holds pchar but the semicolon wherever it stands`() {
        let path = Self.token.subtracting("#%^`|".utf8).union("/@:()&,=$".utf8)
        for filler in Array("a-9".utf8) {
            for place in 1..<10 {
                for byte in UInt8.min...UInt8.max where ![0x25, 0x20, 0x3f].contains(byte) {
                    var segment = [UInt8](repeating: filler, count: 12)
                    segment[place] = byte
                    let text = Array("GET /".utf8) + segment + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
                    #expect((RequestReading(text).violation == nil) == path.contains(byte))
                }
            }
        }
    }
}
