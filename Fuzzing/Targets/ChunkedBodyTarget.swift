import HTTPMachines

/// A chunked body yields the same data whole and byte by byte, and written anew it is read back unchanged.
enum ChunkedBodyTarget {
    private struct Reading: Equatable {
        var data: [UInt8] = []
        var isEnded = false
        var violation: HTTPViolation?
    }

    static func run(_ bytes: [UInt8]) -> Int32 {
        let whole = self.read(bytes, step: max(bytes.count, 1))
        precondition(self.read(bytes, step: 1) == whole, "arrival in pieces changes nothing")
        guard whole.isEnded else { return 0 }
        precondition(self.read(self.encode(whole.data), step: 7) == whole, "the canonical form reads back")
        return 0
    }

    private static func encode(_ data: [UInt8]) -> [UInt8] {
        var wire: [UInt8] = []
        if !data.isEmpty {
            ChunkPrefix(UInt64(data.count)).withUnsafeBytes { wire += $0 }
            wire += data
            ChunkPrefix.lineEnd.withUTF8Buffer { wire += $0 }
        }
        ChunkPrefix.end.withUTF8Buffer { wire += $0 }
        return wire
    }

    private static func read(_ bytes: [UInt8], step: Int) -> Reading {
        var reader = BodyReader(.chunked)
        var reading = Reading()
        var buffer: [UInt8] = []
        var arrived = 0
        while arrived < bytes.count, !reading.isEnded, reading.violation == nil {
            let end = min(bytes.count, arrived + step)
            buffer += bytes[arrived..<end]
            arrived = end
            self.drain(&reader, &buffer, into: &reading)
        }
        return reading
    }

    private static func drain(_ reader: inout BodyReader, _ buffer: inout [UInt8], into reading: inout Reading) {
        while true {
            switch reader.next(buffer.span) {
            case .needMore(let consumed):
                buffer.removeFirst(consumed)
                return
            case .data(let range):
                reading.data += buffer[range.offsets]
                buffer.removeFirst(range.upperBound)
            case .end:
                reading.isEnded = true
                return
            case .refused(let violation):
                reading.violation = violation
                return
            }
        }
    }
}
