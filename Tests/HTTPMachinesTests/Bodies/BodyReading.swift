import HTTPMachines

/// A body read to its end as a test sees it.
struct BodyReading: Equatable {
    var data: [UInt8] = []
    var trailers: [UInt8] = []
    /// What is left behind the end.
    var rest: [UInt8] = []
    var isEnded = false
    var violation: HTTPViolation?

    /// Shows the bytes to a reader, `step` more each time, and keeps what it does not consume.
    init(_ bytes: [UInt8], framing: BodyFraming, step: Int = .max, limits: BodyLimits = BodyLimits()) {
        var reader = BodyReader(framing, limits: limits)
        var buffer: [UInt8] = []
        var arrived = 0
        repeat {
            let count = min(max(step, 1), bytes.count - arrived)
            buffer += bytes[arrived..<(arrived + count)]
            arrived += count
            self.drain(&reader, &buffer)
        } while arrived < bytes.count && !self.isEnded && self.violation == nil
        self.rest = buffer + bytes[arrived...]
    }

    private mutating func drain(_ reader: inout BodyReader, _ buffer: inout [UInt8]) {
        while true {
            switch reader.next(buffer.span) {
            case .needMore(let consumed):
                buffer.removeFirst(consumed)
                return
            case .data(let range):
                self.data += buffer[range.offsets]
                buffer.removeFirst(range.upperBound)
            case .end(let consumed, let trailers):
                self.trailers += buffer[trailers.offsets]
                buffer.removeFirst(consumed)
                self.isEnded = true
                return
            case .refused(let violation):
                self.violation = violation
                return
            }
        }
    }
}
