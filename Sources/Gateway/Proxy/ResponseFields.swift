import Admission
import HTTPMachines
import Keys

/// The response fields that only we set, on forwarded and on refused requests alike.
struct ResponseFields {
    /// Fields of an upstream's response that are not passed on.
    let dropped: KnownFieldSet
    /// The line `Strict-Transport-Security`; empty where nothing is said of it.
    private let strictTransport: [UInt8]

    /// The last date written, for `Sunset`: most answers of a loop that carry one carry the same.
    private var dateSeconds = Int64.min
    private var date: [UInt8] = []

    /// `strictTransportSeconds` above 0 is said with every answer, in the place of what an upstream says.
    init(strictTransportSeconds: Int = 0) {
        let ours = KnownFieldSet.droppedFromResponses
            .union(.limitFields)
            .union(.lifecycleFields)
            .union(KnownFieldSet(.requestID))
        let isStrict = strictTransportSeconds > 0
        self.dropped = isStrict ? ours.union(KnownFieldSet(.strictTransportSecurity)) : ours
        self.strictTransport =
            isStrict ? Array("Strict-Transport-Security: max-age=\(strictTransportSeconds)\r\n".utf8) : []
    }

    /// `Strict-Transport-Security` (RFC 6797), where clients speak TLS.
    func writeStrictTransport(to text: inout some TextSink) {
        if !self.strictTransport.isEmpty { text.write(self.strictTransport) }
    }

    /// `X-Request-Id`.
    func writeRequestID(_ id: RequestID, to text: inout some TextSink) {
        text.write("X-Request-Id: ")
        text.writeID(id, prefix: "req_")
        text.write("\r\n")
    }

    /// `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and, when it is the key that ends, `Gatehouse-Key-Expires`.
    mutating func write(_ end: AnnouncedEnd, to text: inout some TextSink) {
        text.write("Deprecation: @")
        text.writeDecimal(UInt64(max(end.at.seconds, 0)))
        text.write("\r\nSunset: ")
        if end.at.seconds != self.dateSeconds {
            self.dateSeconds = end.at.seconds
            self.date = Array(end.at.imfFixdate.utf8)
        }
        text.write(self.date)
        text.write("\r\n")
        guard let keyEndsAt = end.keyEndsAt else { return }
        text.write("Gatehouse-Key-Expires: @")
        text.writeDecimal(UInt64(max(keyEndsAt.seconds, 0)))
        text.write("\r\n")
    }
}
