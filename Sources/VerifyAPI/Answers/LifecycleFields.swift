import Admission
import Keys

/// The response fields that announce the end of a key, as the gateway sends them.
enum LifecycleFields {
    /// How long before its end a key is called expiring.
    static let expiringSeconds: Int64 = 30 * 86_400

    /// `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Gatehouse-Key-Expires` when an end is announced.
    static func write(_ admitted: Admitted, now: WallTime, to output: inout [UInt8]) {
        let expiring = admitted.keyEndsAt.flatMap { $0 <= now.adding(seconds: self.expiringSeconds) ? $0 : nil }
        guard let end = self.earliest(admitted.versionEndsAt, expiring) else { return }
        output.write("Deprecation: @")
        output.writeDecimal(UInt64(max(end.seconds, 0)))
        output.write("\r\nSunset: ")
        output.write(end.imfFixdate)
        output.writeLine()
        guard let expiring else { return }
        output.write("Gatehouse-Key-Expires: @")
        output.writeDecimal(UInt64(max(expiring.seconds, 0)))
        output.writeLine()
    }

    private static func earliest(_ one: WallTime?, _ other: WallTime?) -> WallTime? {
        guard let one else { return other }
        guard let other else { return one }
        return min(one, other)
    }
}
