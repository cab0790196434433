import Foundation

/// Sends a body of any size up and takes one of the same size down, holding neither: for bodies far larger than memory.
enum BigBody {
    struct Outcome: Equatable {
        /// Bytes the upstream says it received.
        var up = 0
        /// Bytes that came back.
        var down = 0
    }

    /// Both ways, one after the other, through a gateway in front of a demo upstream.
    static func exchange(bytes: Int, through harness: GatewayHarness) -> Outcome {
        Outcome(up: self.up(bytes, harness.connect()), down: self.down(bytes, harness.connect()))
    }

    /// How large the bodies of `make check` are (`GATEHOUSE_CHECK_BODY_BYTES`); `nil` outside it.
    static var bytesOfCheck: Int? {
        ProcessInfo.processInfo.environment["GATEHOUSE_CHECK_BODY_BYTES"].flatMap { Int($0) }
    }

    /// Memory of this process, gateway and upstream included.
    static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0) * 4_096
    }

    private static func up(_ bytes: Int, _ client: RawSocket) -> Int {
        client.send("POST /open/a HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\r\n")
        let piece = [UInt8](repeating: 0x61, count: 262_144)
        var sent = 0
        while sent < bytes, client.send(Array(piece.prefix(bytes - sent))) { sent += min(piece.count, bytes - sent) }
        let text = client.receiveMessage()?.text ?? ""
        return Int(text.split(separator: "\"body_bytes\":").last?.prefix { $0.isNumber } ?? "") ?? 0
    }

    private static func down(_ bytes: Int, _ client: RawSocket) -> Int {
        client.send("GET /open/a?bytes=\(bytes) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        var head: [UInt8] = []
        while head.suffix(4) != [13, 10, 13, 10], let byte = client.receive(limit: 1)?.first { head.append(byte) }
        var received = 0
        while let piece = client.receive(limit: 262_144), !piece.isEmpty { received += piece.count }
        return received
    }
}
