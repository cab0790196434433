import Keys

/// Finds records in segments, the newest segment first. What is damaged is passed over; a segment that has gone in the
/// meantime is too.
enum SegmentSearch {
    /// The record of that request. Compares ids alone on its way, and checks only the frame it finds.
    static func record(for id: RequestID, in paths: [String]) -> DecisionRecord? {
        for path in paths {
            guard let bytes = try? SegmentFile.read(path), bytes.starts(with: SegmentFormat.header) else { continue }
            var offset = SegmentFormat.header.count
            while let payload = SegmentFormat.payload(in: bytes, at: offset, isChecked: false) {
                offset = payload.upperBound
                var fields = FieldReader(bytes: bytes[(payload.lowerBound + RecordEncoding.idOffset)..<offset])
                guard let found: RequestID = fields.id(), found == id, SegmentFormat.isIntact(bytes, payload) else {
                    continue
                }
                return RecordEncoding.read(bytes[payload])
            }
        }
        return nil
    }

    /// The newest `limit` records that match, newest first.
    static func recent(_ filter: DecisionFilter, limit: Int, in paths: [String]) -> [DecisionRecord] {
        var found: [DecisionRecord] = []
        for path in paths where found.count < limit {
            guard let bytes = try? SegmentFile.read(path) else { continue }
            found += Self.matches(filter, in: bytes).suffix(limit - found.count).reversed()
        }
        return found
    }

    /// The matching records of one segment, oldest first.
    private static func matches(_ filter: DecisionFilter, in bytes: [UInt8]) -> [DecisionRecord] {
        guard bytes.starts(with: SegmentFormat.header) else { return [] }
        var records: [DecisionRecord] = []
        var offset = SegmentFormat.header.count
        while let payload = SegmentFormat.payload(in: bytes, at: offset, isChecked: true) {
            offset = payload.upperBound
            if let record = RecordEncoding.read(bytes[payload]), filter.matches(record) { records.append(record) }
        }
        return records
    }
}
