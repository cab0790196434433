/// What the end of a database says of the rest (MaxMind DB File Format Specification 2.0, "Database Metadata").
package struct DatabaseMetadata: Hashable, Sendable {
    package let nodeCount: Int
    /// Bits of a record; a node has two.
    package let recordSize: Int
    /// 4 or 6.
    package let addressFamily: Int
    /// `GeoLite2-Country`, for people.
    package let kind: String
    /// When it was made: seconds since 1970; 0 when it does not say.
    package let builtAt: UInt64

    /// Bytes of the tree.
    var treeBytes: Int { self.nodeCount * self.recordSize / 4 }

    private static let marker: [UInt8] = [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8)
    /// The metadata lie in the last 128 KiB.
    private static let longest = 128 * 1024
    private static let mostNodes = 64_000_000

    /// Reads it, and where it begins with its marker.
    static func read(_ bytes: [UInt8]) throws(DatabaseFault) -> (DatabaseMetadata, start: Int) {
        guard let start = self.markerStart(bytes) else { throw .notDatabase }
        var decoder = DataDecoder(bytes, from: start + self.marker.count, to: bytes.count)
        guard case .map(let count) = try decoder.next() else { throw .metadataMalformed }
        var numbers: [String: UInt64] = [:]
        var kind = ""
        for _ in 0..<count {
            guard case .text(let name) = try decoder.next() else { throw .metadataMalformed }
            let key = decoder.string(name)
            let place = decoder.position
            switch try decoder.next() {
            case .number(let number): numbers[key] = number
            case .text(let range) where key == "database_type": kind = decoder.string(range)
            default:
                decoder.position = place
                try decoder.skip()
            }
        }
        guard numbers["binary_format_major_version"] == 2 else { throw .versionNotSupported }
        guard let nodes = numbers["node_count"], let size = numbers["record_size"], let family = numbers["ip_version"],
            [24, 28, 32].contains(size), family == 4 || family == 6, nodes >= 1
        else { throw .metadataMalformed }
        guard nodes <= UInt64(self.mostNodes) else { throw .tooLarge }
        let metadata = DatabaseMetadata(
            nodeCount: Int(nodes), recordSize: Int(size), addressFamily: Int(family), kind: String(kind.prefix(64)),
            builtAt: numbers["build_epoch"] ?? 0)
        return (metadata, start)
    }

    /// Where the last marker begins.
    private static func markerStart(_ bytes: [UInt8]) -> Int? {
        var start = bytes.count - self.marker.count
        let end = max(0, bytes.count - self.longest)
        while start >= end {
            if bytes[start] == self.marker[0], bytes[start..<(start + self.marker.count)].elementsEqual(self.marker) {
                return start
            }
            start -= 1
        }
        return nil
    }
}
