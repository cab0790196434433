import Foundation
import Glibc
import TestKit
import Testing

/// The memory of another process, as root may read it.
struct ProcessMemory {
    /// A process that gave up being readable belongs to root.
    static var isReadable: Bool { geteuid() == 0 }

    private static let chunk = 1 << 20
    private static let page: UInt64 = 4096

    let processIdentifier: Int32

    /// Which of the patterns lie anywhere in memory the process may read. A pattern has at least 16 bytes.
    func found(_ patterns: [[UInt8]]) throws -> Set<Int> {
        let maps = try Self.text(of: "/proc/\(self.processIdentifier)/maps")
        let memory = open("/proc/\(self.processIdentifier)/mem", O_RDONLY | O_CLOEXEC)
        try #require(memory >= 0, "the memory of the process cannot be read")
        defer { close(memory) }
        var found: Set<Int> = []
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard ends.count == 2, words[1].first == "r", !line.hasSuffix("[vvar]"), !line.hasSuffix("[vsyscall]")
            else {
                continue
            }
            self.search(memory, ends[0]..<ends[1], patterns, &found)
        }
        return found
    }

    /// A file of /proc, whole. It has no size, and gives a page at a time: Foundation at times takes the first for all.
    private static func text(of path: String) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        try #require(file >= 0, "\(path) cannot be read")
        defer { close(file) }
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = uninterrupted { read(file, &page, page.count) }
            try #require(count >= 0, "\(path) cannot be read")
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += page[..<count]
        }
    }

    private func search(_ memory: Int32, _ range: Range<UInt64>, _ patterns: [[UInt8]], _ found: inout Set<Int>) {
        let overlap = patterns.map(\.count).max() ?? 0
        var buffer = [UInt8](repeating: 0, count: Self.chunk + overlap)
        var start = range.lowerBound
        while start < range.upperBound {
            let wanted = min(UInt64(buffer.count), range.upperBound - start)
            let count = pread(memory, &buffer, Int(wanted), off_t(truncatingIfNeeded: start))
            // A page that was never touched, or has gone meanwhile: go on behind it.
            guard count > 0 else {
                start += Self.page
                continue
            }
            for (index, pattern) in patterns.enumerated() where !found.contains(index) {
                if Self.contains(buffer, count, pattern) { found.insert(index) }
            }
            // What is read at once may end at such a page. The overlap finds what lies across two reads.
            start += UInt64(max(count - overlap, Int(Self.page)))
        }
    }
}

extension ProcessMemory {
    /// Whether the pattern lies in the first `count` bytes.
    private static func contains(_ bytes: [UInt8], _ count: Int, _ pattern: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes -> Bool in
            guard let base = bytes.baseAddress, let first = pattern.first else { return false }
            var offset = 0
            while offset <= count - pattern.count {
                guard let hit = memchr(base + offset, Int32(first), count - pattern.count - offset + 1) else {
                    return false
                }
                offset = UnsafeRawPointer(hit) - base
                if memcmp(base + offset, pattern, pattern.count) == 0 { return true }
                offset += 1
            }
            return false
        }
    }
}
