import DecisionLog
import HTTPMachines

/// A trace that begins with a request which names none (W3C Trace Context, 4.3).
struct BegunTrace {
    let point: TracePoint
    let isSampled: Bool

    /// Appends `traceparent` of version 00.
    func write(to text: inout some TextSink) {
        text.write("traceparent: 00-")
        text.writeHexadecimal(word: self.point.traceHigh)
        text.writeHexadecimal(word: self.point.traceLow)
        text.put(0x2d)
        text.writeHexadecimal(word: self.point.spanID)
        text.write(self.isSampled ? "-01\r\n" : "-00\r\n")
    }
}

extension DownstreamConnection {
    /// Begins a trace where the request names none that is valid. What it says of one is dropped then, with what belongs to it.
    func beginTrace(_ span: Span<UInt8>, _ drops: inout FieldDrops) -> BegunTrace? {
        guard let percent = self.loop.edge.plan.traceSampling, self.record.decision.trace.isNone else { return nil }
        let point = self.loop.requestIDs.nextTrace()
        self.record.decision.trace = point
        for index in 0..<self.fields.count {
            let field = self.fields[index]
            if field.known == .traceParent || Self.isTraceState(span, field.name) { drops.insert(index) }
        }
        // The lower half decides: whoever samples by the id itself comes to the same.
        return BegunTrace(point: point, isSampled: (point.traceLow >> 32) &* 100 < percent << 32)
    }

    private static func isTraceState(_ span: Span<UInt8>, _ name: ByteRange) -> Bool {
        guard name.count == 10 else { return false }
        let text: StaticString = "tracestate"
        return text.withUTF8Buffer { wanted in
            for index in 0..<10 where span[name.lowerBound + index] | 0x20 != wanted[index] { return false }
            return true
        }
    }
}
