import Admission
import Keys

/// The response fields that announce the end of a key, as the gateway sends them.
enum LifecycleFields {
    /// `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and, when it is the key that ends, `Gatehouse-Key-Expires`.
    static func write(_ end: AnnouncedEnd, to output: inout [UInt8]) {
        output.write("Deprecation: @")
        output.writeDecimal(UInt64(max(end.at.seconds, 0)))
        output.write("\r\nSunset: ")
        output.write(end.at.imfFixdate)
        output.writeLine()
        guard let keyEndsAt = end.keyEndsAt else { return }
        output.write("Gatehouse-Key-Expires: @")
        output.writeDecimal(UInt64(max(keyEndsAt.seconds, 0)))
        output.writeLine()
    }
}
