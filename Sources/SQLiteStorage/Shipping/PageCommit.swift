package import Keys

/// What one commit changed: pages of the database as they are after it.
///
/// In bytes, all numbers big-endian:
///
/// ```
/// 8  number of the commit in its chain, from 1
/// 8  when it was seen, in milliseconds since 1970
/// 8  entries in the audit log after it
/// 4  bytes of a page
/// 4  pages in the database after it
/// 4  pages that follow: n
/// n times: 4 number of the page, from 1, and the page
/// ```
package struct PageCommit: Hashable, Sendable {
    package struct Page: Hashable, Sendable {
        package let number: UInt32
        package let bytes: [UInt8]
    }

    package internal(set) var number: UInt64
    package let time: WallTime
    package let entries: UInt64
    package let databasePages: UInt32
    /// Ascending; none is twice.
    package let pages: [Page]

    private static let headLength = 36
    private static let pageSizes: ClosedRange<Int> = 512...65_536

    /// How much it takes in memory and in a segment.
    package var length: Int { Self.headLength + self.pages.reduce(0) { $0 + 4 + $1.bytes.count } }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.length)
        for value in [self.number, UInt64(bitPattern: self.time.milliseconds), self.entries] {
            bytes += BigEndian.bytes(of: value, 8)
        }
        let pageSize = self.pages.first?.bytes.count ?? 0
        for value in [pageSize, Int(self.databasePages), self.pages.count] {
            bytes += BigEndian.bytes(of: UInt64(value), 4)
        }
        for page in self.pages {
            bytes += BigEndian.bytes(of: UInt64(page.number), 4)
            bytes += page.bytes
        }
        return bytes
    }

    /// Reads the commits that `bytes` has written one behind the other; `nil` for anything else.
    package static func read(_ bytes: [UInt8]) -> [PageCommit]? {
        var commits: [PageCommit] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let commit = self.next(&rest) else { return nil }
            commits.append(commit)
        }
        return commits
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) -> PageCommit? {
        guard let number = BigEndian.take(8, from: &rest), let time = BigEndian.take(8, from: &rest),
            let entries = BigEndian.take(8, from: &rest), let size = BigEndian.take(4, from: &rest),
            let databasePages = BigEndian.take(4, from: &rest), let count = BigEndian.take(4, from: &rest),
            self.pageSizes.contains(Int(size)), count <= UInt64(rest.count) / (size + 4)
        else { return nil }
        var pages: [Page] = []
        for _ in 0..<count {
            guard let page = BigEndian.take(4, from: &rest), page > 0, page <= databasePages else { return nil }
            pages.append(.init(number: UInt32(truncatingIfNeeded: page), bytes: Array(rest.prefix(Int(size)))))
            rest = rest.dropFirst(Int(size))
        }
        return .init(
            number: number, time: .init(milliseconds: Int64(bitPattern: time)), entries: entries,
            databasePages: UInt32(truncatingIfNeeded: databasePages), pages: pages)
    }
}

/// Numbers of a fixed width, the most significant byte first.
enum BigEndian {
    static func bytes(of value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    static func value(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    static func take(_ width: Int, from rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard rest.count >= width else { return nil }
        defer { rest = rest.dropFirst(width) }
        return self.value(rest.prefix(width))
    }
}
