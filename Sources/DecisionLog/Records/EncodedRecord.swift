import Admission
import Keys

/// A record in the bytes of its frame: what the drain asks of it is read where it lies. Offsets are those of
/// `RecordEncoding`, which has the numbers in front at fixed places and the texts behind them.
struct EncodedRecord {
    /// Which of the texts, in their order.
    enum Text: Int {
        case route, routeTemplate, environment, host, path, userAgent, upstream, limitPolicy, permission
    }

    /// What a client can choose, and how long the text may be before it was cut.
    private static let chosenByClient: [(text: Text, capacity: Int)] = [
        (.host, 64), (.path, 160), (.userAgent, 128), (.permission, 96),
    ]

    private let bytes: UnsafeMutableRawBufferPointer

    /// `bytes` is what `RecordEncoding.write` wrote.
    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    var at: WallTime { WallTime(milliseconds: self.integer(17)) }
    var address: IPAddress {
        let (high, low): (UInt64, UInt64) = (self.integer(27), self.integer(35))
        return self.bytes[26] == 4
            ? IPAddress(ipv4: UInt32(truncatingIfNeeded: low)) : IPAddress(ipv6High: high, low: low)
    }
    var reason: Reason? { Reason(rawValue: self.bytes[45]) }
    /// Whether admission let the request pass.
    var isAdmitted: Bool { self.reason?.isAfterAdmission ?? true }
    var isFirstUse: Bool { self.bytes[49] & 2 != 0 }
    var keyID: KeyID? {
        let (high, low): (UInt64, UInt64) = (self.integer(50), self.integer(58))
        return high == 0 && low == 0 ? nil : KeyID(high: high, low: low)
    }
    var keyVersion: UInt32 { self.integer(66) }

    /// One of the texts, as much of it as there is room for.
    func text<let capacity: Int>(_ text: Text) -> InlineText<capacity> {
        let range = self.range(of: text)
        return InlineText(UnsafeRawBufferPointer(rebasing: self.bytes[range]).bindMemory(to: UInt8.self).span)
    }

    /// Masks look-alikes of secrets in everything a client can choose.
    func mask() {
        for (text, capacity) in Self.chosenByClient {
            let range = self.range(of: text)
            let place = UnsafeMutableRawBufferPointer(rebasing: self.bytes[range])
            guard SecretMask.mayHide(place.bindMemory(to: UInt8.self)) else { continue }
            var copy = Array(place)
            if SecretMask.mask(&copy, isCut: range.count == capacity) { place.copyBytes(from: copy) }
        }
    }

    private func range(of text: Text) -> Range<Int> {
        var start = RecordEncoding.textsOffset
        for _ in 0..<text.rawValue { start += 1 + Int(self.bytes[start]) }
        return (start + 1)..<(start + 1 + Int(self.bytes[start]))
    }

    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Value {
        Value(littleEndian: self.bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
