import HTTPMachines
import NIOCore

/// A request as the demo upstream received it, and the answer that repeats it.
struct DemoRequest {
    private let method: [UInt8]
    private let path: [UInt8]
    private let query: [UInt8]
    private let fields: [(name: [UInt8], value: [UInt8])]
    private let isHead: Bool
    var bodyBytes: UInt64 = 0

    init(_ head: RequestHead, _ table: borrowing FieldTable, of bytes: Span<UInt8>) {
        self.method = Self.copy(head.methodBytes, bytes)
        self.path = Self.copy(head.path, bytes)
        self.query = Self.copy(head.query ?? .empty, bytes)
        self.isHead = head.method == .head
        var fields: [(name: [UInt8], value: [UInt8])] = []
        for index in 0..<table.count {
            let name = Self.copy(table[index].name, bytes).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            fields.append((name, Self.copy(table[index].value, bytes)))
        }
        self.fields = fields
    }

    private static func copy(_ range: ByteRange, _ bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        for offset in range.offsets { copy.append(bytes[offset]) }
        return copy
    }

    /// Writes the answer: its head and, unless bytes were asked for, its body.
    ///
    /// - Returns: how many bytes of filler the caller still has to send.
    func write(keepAlive: Bool, to buffer: inout ByteBuffer) -> UInt64 {
        let filler = self.parameter("bytes")
        let status = self.parameter("status").map { min(max($0, 200), 599) } ?? 200
        var body = ByteBuffer()
        if filler == nil { self.writeBody(to: &body) }
        buffer.write("HTTP/1.1 ")
        buffer.writeDecimal(status)
        buffer.write(status == 200 ? " OK" : " ")
        buffer.write("\r\nContent-Type: ")
        buffer.write(filler == nil ? "application/json" : "application/octet-stream")
        if status != 204, status != 304 {
            buffer.write("\r\nContent-Length: ")
            buffer.writeDecimal(filler ?? UInt64(body.readableBytes))
        }
        buffer.write(keepAlive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n")
        guard !self.isHead, status != 204, status != 304 else { return 0 }
        buffer.writeImmutableBuffer(body)
        return filler ?? 0
    }

    private func writeBody(to body: inout ByteBuffer) {
        body.write("{\"method\":\"")
        body.writeJSONText(self.method)
        body.write("\",\"path\":\"")
        body.writeJSONText(self.path)
        body.write("\",\"query\":\"")
        body.writeJSONText(self.query)
        body.write("\",\"headers\":{")
        var names: [[UInt8]] = []
        for field in self.fields where !names.contains(field.name) {
            body.write(names.isEmpty ? "\"" : ",\"")
            names.append(field.name)
            body.writeJSONText(field.name)
            body.write("\":\"")
            let values = self.fields.filter { $0.name == field.name }.map(\.value)
            body.writeJSONText(Array(values.joined(separator: [0x2c, 0x20])))
            body.write("\"")
        }
        body.write("},\"body_bytes\":")
        body.writeDecimal(self.bodyBytes)
        body.write("}\n")
    }

    /// The decimal value of a query parameter, at most 10^12.
    private func parameter(_ name: String) -> UInt64? {
        for part in self.query.split(separator: 0x26) {
            guard part.starts(with: Array("\(name)=".utf8)) else { continue }
            let text = String(decoding: part.dropFirst(name.utf8.count + 1), as: UTF8.self)
            return UInt64(text).map { min($0, 1_000_000_000_000) }
        }
        return nil
    }
}

extension ByteBuffer {
    /// Appends the inside of a JSON string; bytes that are not UTF-8 become U+FFFD.
    fileprivate mutating func writeJSONText(_ bytes: [UInt8]) {
        self.writeJSONEscaped(String(decoding: bytes, as: UTF8.self).utf8)
    }
}
