import Keys

/// The text of an address, made without allocation: dotted quad, or the canonical form of RFC 5952.
struct AddressText {
    private var bytes = InlineArray<40, UInt8>(repeating: 0)
    private var count = 0
    let isIPv6: Bool

    /// No text.
    init() { self.isIPv6 = false }

    init(_ address: IPAddress) {
        self.isIPv6 = !address.isIPv4
        if address.isIPv4 { self.putQuads(UInt32(truncatingIfNeeded: address.low)) } else { self.putGroups(address) }
    }

    @inline(__always)
    func write(to text: inout some TextSink) {
        self.bytes.span.extracting(0..<self.count).bytes.withUnsafeBytes { text.put($0) }
    }

    private mutating func putQuads(_ address: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            let quad = address >> shift & 0xff
            if quad >= 100 { self.put(UInt8(0x30 + quad / 100)) }
            if quad >= 10 { self.put(UInt8(0x30 + quad / 10 % 10)) }
            self.put(UInt8(0x30 + quad % 10))
            if shift > 0 { self.put(0x2e) }
        }
    }

    private static func group(_ address: IPAddress, _ index: Int) -> UInt16 {
        let half = index < 4 ? address.high : address.low
        return UInt16(truncatingIfNeeded: half >> UInt64(48 - (index & 3) * 16))
    }

    /// The first of the longest runs of at least two zero groups becomes `::` (RFC 5952, 4.2).
    private mutating func putGroups(_ address: IPAddress) {
        let (start, length) = Self.longestZeros(address)
        var index = 0
        var needsColon = false
        while index < 8 {
            if length > 1, index == start {
                self.put(0x3a)
                self.put(0x3a)
                index += length
                needsColon = false
                continue
            }
            if needsColon { self.put(0x3a) }
            self.putHexadecimal(Self.group(address, index))
            index += 1
            needsColon = true
        }
    }

    private static func longestZeros(_ address: IPAddress) -> (start: Int, length: Int) {
        var (best, bestLength, run) = (8, 0, 0)
        for index in 0..<8 {
            run = self.group(address, index) == 0 ? run + 1 : 0
            if run > bestLength { (best, bestLength) = (index - run + 1, run) }
        }
        return (best, bestLength)
    }

    private mutating func putHexadecimal(_ group: UInt16) {
        var isLeading = true
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: group >> shift & 0xf)
            if isLeading, digit == 0, shift > 0 { continue }
            isLeading = false
            self.put(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
    }

    private mutating func put(_ byte: UInt8) {
        guard self.count < 40 else { return }
        self.bytes[self.count] = byte
        self.count += 1
    }
}
