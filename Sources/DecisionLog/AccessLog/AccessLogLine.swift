import Admission
import Keys

/// One access-log line: a flat JSON object under the names of OpenTelemetry's semantic conventions, and ours after
/// `gatehouse.`. It never holds a query, a header value or a body.
struct AccessLogLine {
    private(set) var bytes: [UInt8] = []

    init(_ record: DecisionRecord) {
        self.bytes.reserveCapacity(640)
        self.text("timestamp", record.at.description)
        self.text("severity", record.status >= 500 ? "ERROR" : "INFO")
        self.text("http.request.method", record.method.name)
        self.optional("http.route", record.routeTemplate.text)
        self.optional("url.path", record.path.text)
        self.text("url.scheme", record.isTLS ? "https" : "http")
        if record.status > 0 { self.number("http.response.status_code", UInt64(record.status)) }
        self.text("network.protocol.version", "\(record.protocolVersion / 10).\(record.protocolVersion % 10)")
        // A record has one address: that of the peer, or of the client that whoever asks the verify listener names.
        let address = record.address.description
        self.text("client.address", address)
        if record.surface == .gateway { self.text("network.peer.address", address) }
        self.optional("server.address", record.host.text)
        self.optional("user_agent.original", record.userAgent.text)
        self.number("http.request.body.size", record.bytesIn)
        self.number("http.response.body.size", record.bytesOut)
        if record.status >= 500 { self.text("error.type", record.reason?.label ?? String(record.status)) }
        if !record.trace.isNone {
            self.text("trace_id", record.trace.traceID)
            self.text("span_id", record.trace.span)
        }
        self.appendOurs(record)
        self.bytes += [0x7d, 0x0a]
    }

    private mutating func appendOurs(_ record: DecisionRecord) {
        self.text("gatehouse.request_id", record.requestID.description)
        self.text("gatehouse.surface", record.surface.description)
        if let keyID = record.keyID {
            self.text("gatehouse.key.id", keyID.description)
            self.number("gatehouse.key.version", UInt64(record.keyVersion))
        }
        self.optional("gatehouse.identity", record.ownerID?.description ?? "")
        self.optional("gatehouse.environment", record.environment.text)
        self.text("gatehouse.outcome", record.isAdmitted ? "admit" : "refuse")
        self.optional("gatehouse.reason", record.reason?.label ?? "")
        self.text("gatehouse.phase", record.phase.description)
        self.optional("gatehouse.upstream.host", record.upstream.text)
        if !record.upstream.isEmpty { self.seconds("gatehouse.upstream.duration", record.upstreamNanoseconds) }
        self.seconds("gatehouse.duration", record.durationNanoseconds)
        self.optional("gatehouse.flags", record.flags.text)
        if record.place.country != .unknown { self.text("client.geo.country_iso_code", "\(record.place.country)") }
        if record.place.network != .unknown { self.number("client.as.number", UInt64(record.place.network.rawValue)) }
        if let end = record.socketEnd { self.text("gatehouse.websocket.end", "\(end.label)") }
    }

    private mutating func name(_ name: StaticString) {
        self.bytes.append(self.bytes.isEmpty ? 0x7b : 0x2c)
        self.bytes.append(0x22)
        self.bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        self.bytes += [0x22, 0x3a]
    }

    private mutating func number(_ name: StaticString, _ value: UInt64) {
        self.name(name)
        self.bytes += Array(String(value).utf8)
    }

    /// A duration in seconds, exact to the microsecond.
    private mutating func seconds(_ name: StaticString, _ nanoseconds: UInt64) {
        let microseconds = nanoseconds / 1000
        let fraction = String(microseconds % 1_000_000)
        self.name(name)
        let zeros = String(repeating: "0", count: 6 - fraction.utf8.count)
        self.bytes += Array("\(microseconds / 1_000_000).\(zeros)\(fraction)".utf8)
    }

    private mutating func optional(_ name: StaticString, _ value: String) {
        if !value.isEmpty { self.text(name, value) }
    }

    private mutating func text(_ name: StaticString, _ value: String) {
        self.name(name)
        self.bytes.append(0x22)
        for byte in value.utf8 {
            switch byte {
            case 0x22, 0x5c: self.bytes += [0x5c, byte]
            // Control characters and DEL would let a client write into a reader's terminal.
            case 0..<0x20, 0x7f: self.bytes += Array("\\u00".utf8) + [Self.hex(byte >> 4), Self.hex(byte & 15)]
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(0x22)
    }

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x61 + digit - 10 }
}
