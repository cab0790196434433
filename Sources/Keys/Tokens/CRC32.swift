/// CRC-32 as zlib and IEEE 802.3 have it: reflected polynomial `edb88320`, initial value and final XOR all ones.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? (value >> 1) ^ 0xedb8_8320 : value >> 1 }
    }

    /// Tables k = 0...7 of 256 entries each: what a byte comes to with k zero bytes behind it, so that eight bytes are
    /// taken in at a time.
    private static let tables: [UInt32] = {
        var tables = Self.table
        for index in 256..<2_048 {
            let before = tables[index - 256]
            tables.append((before >> 8) ^ tables[Int(before & 0xff)])
        }
        return tables
    }()

    /// The checksum of a run of bytes.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        Self.tables.withUnsafeBufferPointer { tables in
            var index = 0
            while bytes.count &- index >= 8 {
                var word = UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
                word ^= UInt64(crc)
                crc = 0
                for table in 0..<8 {
                    crc ^= tables[(7 - table) << 8 | Int(word >> UInt64(8 * table) & 0xff)]
                }
                index &+= 8
            }
            while index < bytes.count {
                crc = (crc >> 8) ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[index])]
                index += 1
            }
        }
        return crc ^ 0xffff_ffff
    }
}
