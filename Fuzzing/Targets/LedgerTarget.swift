import RateLimiting

/// Any bytes are records of the file of counts or none. A record is written as it was read; and whatever records come to, a
/// process can begin with: at any moment of both clocks, and again from what it wrote itself.
enum LedgerTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard bytes.count >= 16 else { return 0 }
        let (wall, monotonic) = (Int64(bitPattern: self.word(bytes[..<8])), self.word(bytes[8..<16]))
        var replay = LedgerReplay()
        var rest = bytes[16...]
        while !rest.isEmpty {
            let record = self.record(rest.prefix(LedgerRecord.length - 4))
            rest = rest.dropFirst(LedgerRecord.length - 4)
            guard let read = LedgerRecord(record[...]) else { continue }
            precondition(self.again(read) == read, "a record is read as it was written")
            replay.add(read)
        }
        var second = LedgerReplay()
        for record in replay.start(wall: wall, monotonic: monotonic).records {
            second.add(self.again(record) ?? record)
        }
        _ = second.start(wall: wall, monotonic: monotonic)
        return 0
    }

    private static func again(_ record: LedgerRecord) -> LedgerRecord? {
        var bytes: [UInt8] = []
        record.write(to: &bytes)
        return LedgerRecord(bytes[...])
    }

    /// The bytes as a record with the right checksum, which no mutation would find.
    private static func record(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var record = Array(bytes) + Array(repeating: 0, count: LedgerRecord.length - 4 - bytes.count)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in record { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let sum = UInt32(truncatingIfNeeded: hash ^ hash >> 32)
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) { record.append(UInt8(truncatingIfNeeded: sum >> shift)) }
        return record
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
