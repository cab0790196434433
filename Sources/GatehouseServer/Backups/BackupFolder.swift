import Foundation
import Glibc
import Keys

/// Where scheduled backups lie: `gatehouse-20261121T180000Z.backup`, mode 0600. A backup has that name when it is whole,
/// synced and found good.
struct BackupFolder: Sendable {
    private static let (prefix, suffix, part, bad) = ("gatehouse-", ".backup", ".part", ".bad")

    let path: String

    /// Checks that the folder is there, and removes what a backup that was cut short has left.
    func prepare() throws(StartFailure) {
        for name in try self.all() where name.hasSuffix(Self.part) { unlink("\(self.path)/\(name)") }
    }

    /// When the newest one was made; `nil` when there is none. One that is dated later than that moment was made by a clock
    /// that was wrong.
    func newest(upTo moment: WallTime) throws(StartFailure) -> WallTime? {
        try self.names().compactMap(Self.moment).last { $0 <= moment }
    }

    /// Writes a backup under the name of an unfinished one, which is returned.
    func write(_ backup: PreparedBackup, _ stop: StopMark) throws -> String {
        let part = "\(self.path)/\(Self.name(backup.createdAt))\(Self.part)"
        do {
            let file = try NewFile(part)
            let pieces = try backup.pieces()
            while let piece = try pieces.next() {
                try stop.check()
                try file.write(piece)
            }
            try file.sync()
        } catch {
            unlink(part)
            throw error
        }
        return part
    }

    /// Gives a backup that was written its name, for good, and removes the oldest ones beyond so many. Returns the name.
    func keep(_ part: String, atMost count: Int) throws(StartFailure) -> String {
        let path = String(part.dropLast(Self.part.count))
        guard access(path, F_OK) != 0 else { throw StartFailure(.cannotCreate, "there is a backup \(path) already") }
        guard rename(part, path) == 0 else { throw self.failure("rename", part) }
        try self.sync()
        let name = String(path.dropFirst(self.path.count + 1))
        let others = try self.names().filter { $0 != name }
        // What is dated later was made in a time that was taken back: it goes before those that are older.
        let order = others.filter { $0 > name } + others.filter { $0 < name }
        for old in order.dropLast(count - 1) { unlink("\(self.path)/\(old)") }
        return name
    }

    /// Leaves a backup that is not good to whoever looks into it; the one before goes.
    func setAside(_ part: String) {
        for name in (try? self.all()) ?? [] where name.hasSuffix(Self.bad) { unlink("\(self.path)/\(name)") }
        rename(part, String(part.dropLast(Self.part.count)) + Self.bad)
    }

    private func all() throws(StartFailure) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: self.path).filter { $0.hasPrefix(Self.prefix) }
        } catch {
            throw StartFailure(.cannotCreate, "the backup folder \(self.path) is not there or cannot be read")
        }
    }

    /// Oldest first.
    private func names() throws(StartFailure) -> [String] {
        try self.all().filter { Self.moment($0) != nil }.sorted()
    }

    private func sync() throws(StartFailure) {
        let folder = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw self.failure("open", self.path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw self.failure("sync", self.path) }
    }

    private static func name(_ moment: WallTime) -> String {
        let digits = "\(WallTime(seconds: moment.seconds))".filter { $0 != "-" && $0 != ":" }
        return self.prefix + digits + self.suffix
    }

    /// Reads `gatehouse-20261121T180000Z.backup`.
    private static func moment(_ name: String) -> WallTime? {
        guard name.hasPrefix(self.prefix), name.hasSuffix(self.suffix) else { return nil }
        let digits = Array(name.dropFirst(self.prefix.count).dropLast(self.suffix.count))
        guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
        let parts = [0..<4, 4..<6, 6..<8, 9..<11, 11..<13, 13..<15].map { String(digits[$0]) }
        return WallTime(rfc3339: "\(parts[0])-\(parts[1])-\(parts[2])T\(parts[3]):\(parts[4]):\(parts[5])Z")
    }

    private func failure(_ act: String, _ path: String) -> StartFailure {
        .init(.cannotCreate, "cannot \(act) \(path): \(String(cString: strerror(errno)))")
    }
}
