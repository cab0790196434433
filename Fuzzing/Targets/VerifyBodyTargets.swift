import Synchronization
import VerifyAPI

/// Every body in every dialect is answered or refused in the form of that dialect.
enum VerifyBodyTargets {
    static func native(_ bytes: [UInt8]) -> Int32 { self.run(bytes, "/v1/keys/verify") }
    static func batch(_ bytes: [UInt8]) -> Int32 { self.run(bytes, "/v1/keys:batchVerify") }
    static func unkey(_ bytes: [UInt8]) -> Int32 { self.run(bytes, "/v2/keys.verifyKey") }

    private static func run(_ bytes: [UInt8], _ path: String) -> Int32 {
        let head = Array("POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer $CALLER\r\n\r\n".utf8)
        guard let answer = VerifyWorld.shared.withLock({ $0.ask(head, body: bytes) }) else { return 0 }
        precondition(
            [200, 400, 401, 403, 412, 429].contains(answer.status), "a proven caller is answered in one of these ways")
        return 0
    }

    /// What holders of keys and scanners of secrets send: the first byte chooses the endpoint.
    static func holders(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let lines: String
        switch first % 4 {
        case 0: lines = "POST /v1/keys:selfRevoke HTTP/1.1\r\nX-API-Key: $KEY\r\n"
        case 1: lines = "POST /credentials/revoke HTTP/1.1\r\n"
        case 2:
            lines =
                "POST /v1/leaks/github HTTP/1.1\r\nGithub-Public-Key-Identifier: a\r\nGithub-Public-Key-Signature: AQID\r\n"
        default:
            if let matches = LeakMatches(Array(bytes.dropFirst())) {
                precondition(matches.matches.count <= LeakMatches.most, "a report has an end")
            }
            return 0
        }
        _ = VerifyWorld.shared.withLock {
            $0.ask(Array((lines + "Host: a\r\n\r\n").utf8), body: Array(bytes.dropFirst()))
        }
        return 0
    }
}
