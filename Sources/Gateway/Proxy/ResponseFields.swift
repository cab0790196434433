import Admission
import HTTPMachines
import Keys
import NIOCore

/// The response fields that only we set, on forwarded and on refused requests alike.
struct ResponseFields {
    /// How long before its end a key is called expiring.
    static let expiringSeconds: Int64 = 30 * 86_400

    /// Fields of an upstream's response that are not passed on.
    let dropped = KnownFieldSet.droppedFromResponses
        .union(.limitFields)
        .union(.lifecycleFields)
        .union(KnownFieldSet(.requestID))

    /// The last date written, for `Sunset`: most answers of a loop that carry one carry the same.
    private var dateSeconds = Int64.min
    private var date: [UInt8] = []

    /// `X-Request-Id`.
    func writeRequestID(_ id: RequestID, to buffer: inout ByteBuffer) {
        buffer.write("X-Request-Id: ")
        buffer.writeID(id, prefix: "req_")
        buffer.write("\r\n")
    }

    /// `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10).
    func writeLimit(_ report: LimitReport, to buffer: inout ByteBuffer) {
        buffer.write("RateLimit-Policy: ")
        buffer.writeStructuredString(report.policy)
        buffer.write(";q=")
        buffer.writeDecimal(UInt64(report.limit))
        buffer.write(";w=")
        buffer.writeDecimal(UInt64(max(report.windowSeconds, 1)))
        buffer.write("\r\nRateLimit: ")
        buffer.writeStructuredString(report.policy)
        buffer.write(";r=")
        buffer.writeDecimal(UInt64(report.remaining))
        buffer.write(";t=")
        buffer.writeDecimal(UInt64(report.resetSeconds))
        buffer.write("\r\n")
    }

    /// `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Gatehouse-Key-Expires` when an end is announced.
    mutating func writeLifecycle(
        versionEndsAt: WallTime?, keyEndsAt: WallTime?, now: WallTime, to buffer: inout ByteBuffer
    ) {
        let expiring = keyEndsAt.flatMap { $0 <= now.adding(seconds: Self.expiringSeconds) ? $0 : nil }
        guard let end = Self.earliest(versionEndsAt, expiring) else { return }
        buffer.write("Deprecation: @")
        buffer.writeDecimal(UInt64(max(end.seconds, 0)))
        buffer.write("\r\nSunset: ")
        if end.seconds != self.dateSeconds {
            self.dateSeconds = end.seconds
            self.date = Array(end.imfFixdate.utf8)
        }
        buffer.writeBytes(self.date)
        buffer.write("\r\n")
        guard let expiring else { return }
        buffer.write("Gatehouse-Key-Expires: @")
        buffer.writeDecimal(UInt64(max(expiring.seconds, 0)))
        buffer.write("\r\n")
    }

    private static func earliest(_ one: WallTime?, _ other: WallTime?) -> WallTime? {
        guard let one else { return other }
        guard let other else { return one }
        return min(one, other)
    }
}
