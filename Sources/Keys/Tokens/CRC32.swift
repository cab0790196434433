/// CRC-32 as zlib and IEEE 802.3 have it: reflected polynomial `edb88320`, initial value and final XOR all ones.
package struct CRC32: Sendable {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? (value >> 1) ^ 0xedb8_8320 : value >> 1 }
    }

    private var state: UInt32 = 0xffff_ffff

    package init() {}

    /// The checksum of everything taken in so far.
    package var value: UInt32 { self.state ^ 0xffff_ffff }

    package mutating func update(_ byte: UInt8) {
        self.state = (self.state >> 8) ^ Self.table[Int(UInt8(truncatingIfNeeded: self.state) ^ byte)]
    }

    /// The checksum of a run of bytes.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        Self.table.withUnsafeBufferPointer { table in
            for index in bytes.indices {
                crc = (crc >> 8) ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[index])]
            }
        }
        return crc ^ 0xffff_ffff
    }
}
