/// A number as JSON writes it (RFC 8259, 6).
package struct JSONNumber: Sendable {
    /// Offset of the first byte.
    package let start: Int
    /// Offset behind the last byte.
    package let end: Int
    /// Its value, when it is written without fraction and exponent and fits.
    package let integer: Int64?
    /// Why it is no integer.
    let fault: JSONFault.Code

    init(_ bytes: Span<UInt8>, at start: Int) throws(JSONFault) {
        var index = start
        let isNegative = index < bytes.count && bytes[index] == 0x2d
        if isNegative { index += 1 }
        let digits = index
        var value: Int64? = 0
        while index < bytes.count, bytes[index] &- 0x30 < 10 {
            value = Self.append(bytes[index] &- 0x30, to: value, isNegative: isNegative)
            index += 1
        }
        guard index > digits else {
            throw .init(
                index < bytes.count ? (isNegative ? .invalidNumber : .valueExpected) : .unexpectedEnd, at: index)
        }
        guard bytes[digits] != 0x30 || index == digits + 1 else { throw .init(.invalidNumber, at: digits) }
        let whole = index
        if index < bytes.count, bytes[index] == 0x2e { index = try Self.digits(bytes, from: index + 1) }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2b || bytes[index] == 0x2d { index += 1 }
            index = try Self.digits(bytes, from: index)
        }
        self.start = start
        self.end = index
        self.integer = index == whole ? value : nil
        self.fault = index == whole ? .outOfRange : .integerExpected
    }

    /// The number as it was written.
    package func text(in bytes: Span<UInt8>) -> String {
        bytes.extracting(self.start..<self.end).withUnsafeBufferPointer { String(decoding: $0, as: Unicode.ASCII.self) }
    }

    /// The nearest floating point number; refused when it is beyond the largest.
    package func double(in bytes: Span<UInt8>) throws(JSONFault) -> Double {
        guard let value = Double(self.text(in: bytes)), value.isFinite else {
            throw .init(.numberOutOfRange, at: self.start)
        }
        return value
    }

    private static func append(_ digit: UInt8, to value: Int64?, isNegative: Bool) -> Int64? {
        guard let value else { return nil }
        let (product, wide) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflow) = product.addingReportingOverflow(isNegative ? -Int64(digit) : Int64(digit))
        return wide || overflow ? nil : sum
    }

    /// Offset behind at least one digit.
    private static func digits(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
        var index = start
        while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
        guard index > start else { throw .init(index < bytes.count ? .invalidNumber : .unexpectedEnd, at: index) }
        return index
    }
}
