import DurableFiles
import Foundation
import Glibc
import Keys

/// Where chains of segments lie: of each the backup that it begins with, `gatehouse-20261121T180000Z-CHAIN.base`, and its
/// segments, `CHAIN-00000001.segment`. A file has its name when it is whole and synced.
struct SegmentFolder: Sendable {
    /// Longest segment that is read.
    private static let longestSegment = 256 << 20
    private static let (prefix, base, segment, part) = ("gatehouse-", ".base", ".segment", ".part")

    let path: String

    /// Checks that the folder is there, and removes what was cut short.
    func prepare() throws(StartFailure) {
        for name in try self.all() where name.hasSuffix(Self.base + Self.part) { unlink("\(self.path)/\(name)") }
    }

    /// Writes the backup that a chain begins with.
    func write(_ backup: PreparedBackup, chain: String, _ stop: StopMark) throws {
        let moment = "\(WallTime(seconds: backup.createdAt.seconds))".filter { $0 != "-" && $0 != ":" }
        let path = "\(self.path)/\(Self.prefix)\(moment)-\(chain)\(Self.base)"
        do {
            let file = try NewFile(path + Self.part)
            let pieces = try backup.pieces()
            while let piece = try pieces.next() {
                try stop.check()
                try file.write(piece)
            }
            try file.sync()
            guard rename(path + Self.part, path) == 0 else {
                throw StartFailure(.cannotCreate, "cannot rename \(path): \(String(cString: strerror(errno)))")
            }
        } catch {
            unlink(path + Self.part)
            throw error
        }
    }

    func write(_ segment: [UInt8], chain: String, number: UInt64) throws {
        try DurableFile(path: self.path(chain, number)).replace(segment)
    }

    /// A segment; `nil` when it is not there.
    func segment(_ chain: String, _ number: UInt64) throws(FileFailure) -> [UInt8]? {
        try DurableFile(path: self.path(chain, number)).read(atMost: Self.longestSegment)
    }

    /// The highest number of a segment of the chain; 0 when it has none.
    func last(of chain: String) throws(StartFailure) -> UInt64 {
        try self.all().compactMap { name in
            guard name.hasPrefix(chain + "-"), name.hasSuffix(Self.segment) else { return nil }
            return UInt64(name.dropFirst(chain.count + 1).dropLast(Self.segment.count))
        }.max() ?? 0
    }

    /// Removes the oldest chains beyond so many.
    func removeOldest(keeping count: Int) throws(StartFailure) {
        let all = try self.all()
        let bases = all.filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.base) }.sorted()
        for name in bases.dropLast(count) {
            guard let chain = name.dropLast(Self.base.count).split(separator: "-").last else { continue }
            // The base goes last, so that one that is left is found again.
            for segment in all where segment.hasPrefix("\(chain)-") { unlink("\(self.path)/\(segment)") }
            unlink("\(self.path)/\(name)")
        }
    }

    func name(_ chain: String, _ number: UInt64) -> String {
        let digits = String(number)
        return "\(chain)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + Self.segment
    }

    private func path(_ chain: String, _ number: UInt64) -> String { "\(self.path)/\(self.name(chain, number))" }

    private func all() throws(StartFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: self.path)
        } catch {
            throw StartFailure(.cannotCreate, "the segment folder \(self.path) is not there or cannot be read")
        }
    }
}
