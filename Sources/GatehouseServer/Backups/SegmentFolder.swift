import DurableFiles
import Foundation
import Glibc
import Keys

/// Where chains of segments lie: of each the backup that it begins with, `gatehouse-20261121T180000Z-CHAIN.base`, and its
/// segments, `CHAIN-00000001.segment`. A file has its name when it is whole and synced.
struct SegmentFolder: Sendable {
    /// Longest segment that is read.
    private static let longestSegment = 256 << 20
    private static let part = ".part"

    let path: String

    /// Checks that the folder is there, and removes what was cut short.
    func prepare() throws(StartFailure) {
        for name in try self.all() where name.hasSuffix(Self.part) {
            if SegmentNames.Base(String(name.dropLast(Self.part.count))) != nil { unlink("\(self.path)/\(name)") }
        }
    }

    /// Writes the backup that a chain begins with.
    func write(_ backup: PreparedBackup, as base: SegmentNames.Base, _ stop: StopMark) throws {
        let path = "\(self.path)/\(base.name)"
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
            try DurableFile.syncFolder(of: path)
        } catch {
            unlink(path + Self.part)
            throw error
        }
    }

    func write(_ segment: [UInt8], chain: String, number: UInt64) throws(FileFailure) {
        try DurableFile(path: self.path(chain, number)).replace(segment)
    }

    /// A segment; `nil` when it is not there.
    func segment(_ chain: String, _ number: UInt64) throws(FileFailure) -> [UInt8]? {
        try DurableFile(path: self.path(chain, number)).read(atMost: Self.longestSegment, fromAnyone: true)
    }

    /// The highest number of a segment of the chain; 0 when it has none.
    func last(of chain: String) throws(StartFailure) -> UInt64 {
        try self.all().compactMap { SegmentNames.number($0, of: chain) }.max() ?? 0
    }

    /// Whether the chain's beginning and its last segment are there. Throws when the folder is not.
    func holds(_ base: SegmentNames.Base, through number: UInt64) throws(StartFailure) -> Bool {
        guard access(self.path, F_OK) == 0 else { throw self.unreadable }
        guard try self.exists("\(self.path)/\(base.name)") else { return false }
        return try number == 0 ? true : self.exists(self.path(base.chain, number))
    }

    /// The beginnings of chains, oldest first.
    func bases() throws(StartFailure) -> [SegmentNames.Base] {
        try self.all().compactMap(SegmentNames.Base.init).sorted()
    }

    /// Removes chains that begin before the time, and those that nothing follows on, except the newest so many and the one
    /// that goes on. What is dated after that one began in a time that was taken back: it goes first.
    func removeOldest(before time: WallTime, keeping count: Int, current: String) throws(StartFailure) {
        let all = try self.all()
        let oldest = SegmentNames.Base.moment(of: time)
        let bases = all.compactMap(SegmentNames.Base.init).sorted()
        let newest = bases.first { $0.chain == current } ?? bases.last
        let takenBack = bases.filter { base in newest.map { base > $0 } ?? false }
        for base in (takenBack + bases.dropLast(takenBack.count)).dropLast(count) where base.chain != current {
            let segments = all.filter { SegmentNames.number($0, of: base.chain) != nil }
            guard segments.isEmpty || base.moment < oldest || takenBack.contains(base) else { continue }
            // The base goes last, so that one that is left is found again.
            for name in segments { unlink("\(self.path)/\(name)") }
            unlink("\(self.path)/\(base.name)")
        }
    }

    private func path(_ chain: String, _ number: UInt64) -> String {
        "\(self.path)/\(SegmentNames.segment(chain, number))"
    }

    private func all() throws(StartFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: self.path)
        } catch {
            throw self.unreadable
        }
    }

    private func exists(_ path: String) throws(StartFailure) -> Bool {
        guard access(path, F_OK) != 0 else { return true }
        guard errno == ENOENT else { throw self.unreadable }
        return false
    }

    private var unreadable: StartFailure {
        .init(.cannotCreate, "the segment folder \(self.path) is not there or cannot be read")
    }
}
