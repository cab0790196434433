import Admission
import Keys

/// Finds records in segments, the newest segment first. What is damaged is passed over; a segment that has gone in the
/// meantime is too.
enum SegmentSearch {
    /// The record of that request. Compares ids alone on its way, and checks only the frame it finds.
    static func record(for id: RequestID, in paths: [String]) -> DecisionRecord? {
        for path in paths {
            guard let bytes = try? SegmentFile.read(path) else { continue }
            for payload in SegmentPayloads(of: bytes, isChecked: false) {
                var fields = FieldReader(bytes: bytes[payload].dropFirst(RecordEncoding.idOffset))
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

    /// How many requests were admitted with any of the keys since that moment; `nil` when the segments do not reach back
    /// so far. `isComplete` says that there never were older ones.
    static func admitted(
        with keys: Set<KeyID>, since start: WallTime, in paths: [String], isComplete: Bool
    ) -> UInt64? {
        var count: UInt64 = 0
        for path in paths {
            guard let bytes = try? SegmentFile.read(path) else { continue }
            var isOlder = false
            for payload in SegmentPayloads(of: bytes, isChecked: true) {
                guard let use = RecordEncoding.readUse(bytes[payload]) else { continue }
                if use.at < start {
                    isOlder = true
                } else if use.isAdmitted, let key = use.keyID, keys.contains(key) {
                    count += 1
                }
            }
            if isOlder { return count }
        }
        return isComplete ? count : nil
    }

    /// What rules in shadow said since that moment. `isWhole` says that there never were older records.
    static func shadowed(
        since start: WallTime, by policy: PolicyID?, in paths: [String], isWhole: Bool, with shelf: inout DigestShelf
    ) -> ShadowReport {
        var tally = ShadowTally()
        var reachesBack = isWhole
        for path in paths {
            guard let digest = shelf.digest(of: path) else { continue }
            guard let oldest = digest.oldest, let newest = digest.newest else { continue }
            if oldest >= start {
                tally.add(digest.shadow)
                continue
            }
            if newest >= start { tally.add(SegmentDigest(of: path, since: start).shadow) }
            reachesBack = true
            break
        }
        shelf.trim(to: paths)
        tally.isComplete = tally.isComplete && reachesBack
        return ShadowReport(tally, of: policy)
    }

    /// The matching records of one segment, oldest first.
    private static func matches(_ filter: DecisionFilter, in bytes: [UInt8]) -> [DecisionRecord] {
        SegmentPayloads(of: bytes, isChecked: true).compactMap { payload in
            RecordEncoding.read(bytes[payload]).flatMap { filter.matches($0) ? $0 : nil }
        }
    }
}
