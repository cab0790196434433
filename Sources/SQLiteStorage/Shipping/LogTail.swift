import CSQLiteHardening
import Glibc
import Storage

/// Reads what commits add to the write-ahead log of the database (sqlite.org/fileformat2.html, section 4), in the process
/// that writes it and between its commits. Frames that no commit ended, and those of an earlier round of the log, are told
/// by the sums, as SQLite itself tells them.
struct LogTail: Sendable {
    /// What a commit has left in the log.
    struct Commit {
        let databasePages: UInt32
        var pages: [UInt32: [UInt8]]
    }

    private static let headerLength = 32
    private static let frameHeaderLength = 24
    private static let piece = 1 << 18

    private let path: String
    /// `nil` while there is no log: SQLite makes it with the first commit.
    private var file: OpenLog?
    /// Header of the round of the log that is read; empty before the first.
    private var header: [UInt8] = []
    private var offset: UInt64 = 0
    private var sums: (UInt32, UInt32) = (0, 0)

    init(_ path: String) { self.path = path }

    /// The commits since the last call, oldest first; more than `most` bytes of pages throw `overloaded`.
    mutating func commits(atMost most: Int) throws(StorageError) -> [Commit] {
        guard try self.follow() else { return [] }
        let frameLength = Self.frameHeaderLength + self.pageSize
        var commits: [Commit] = []
        var pages: [UInt32: [UInt8]] = [:]
        var (place, sums, taken) = (self.offset, self.sums, 0)
        while true {
            let bytes = try self.bytes(at: place, max(Self.piece / frameLength, 1) * frameLength)
            for start in stride(from: 0, through: bytes.count - frameLength, by: frameLength) {
                let frame = bytes[start..<start + frameLength]
                guard self.isNext(frame, &sums) else { return commits }
                place += UInt64(frameLength)
                taken += self.pageSize
                guard taken <= most else { throw .init(.overloaded, "a commit is too large to be shipped") }
                let number = UInt32(truncatingIfNeeded: BigEndian.value(frame.prefix(4)))
                pages[number] = Array(frame.dropFirst(Self.frameHeaderLength))
                let size = UInt32(truncatingIfNeeded: BigEndian.value(frame.dropFirst(4).prefix(4)))
                guard size > 0 else { continue }
                commits.append(.init(databasePages: size, pages: pages))
                pages = [:]
                (self.offset, self.sums) = (place, sums)
            }
            guard bytes.count >= frameLength else { return commits }
        }
    }

    /// Goes over to a new round of the log when there is one. False when the log is empty.
    private mutating func follow() throws(StorageError) -> Bool {
        guard try self.isOpen() else { return false }
        let header = try self.bytes(at: 0, Self.headerLength)
        guard header.count == Self.headerLength else { return false }
        guard header != self.header else { return true }
        self.header = header
        var sums: (UInt32, UInt32) = (0, 0)
        self.sum(header[..<24], &sums)
        guard sums.0 == UInt32(truncatingIfNeeded: BigEndian.value(header[24..<28])),
            sums.1 == UInt32(truncatingIfNeeded: BigEndian.value(header[28..<32])),
            (512...65_536).contains(self.pageSize)
        else {
            self.header = []
            return false
        }
        (self.offset, self.sums) = (UInt64(Self.headerLength), sums)
        return true
    }

    private mutating func isOpen() throws(StorageError) -> Bool {
        guard self.file == nil else { return true }
        self.file = try OpenLog(self.path)
        return self.file != nil
    }

    private var pageSize: Int { Int(BigEndian.value(self.header[8..<12])) }

    /// Whether the frame follows on what was read; then the sums go on with it.
    private func isNext(_ frame: ArraySlice<UInt8>, _ sums: inout (UInt32, UInt32)) -> Bool {
        let start = frame.startIndex
        guard frame[(start + 8)..<(start + 16)] == self.header[16..<24] else { return false }
        var next = sums
        self.sum(frame.prefix(8), &next)
        self.sum(frame.dropFirst(Self.frameHeaderLength), &next)
        guard next.0 == UInt32(truncatingIfNeeded: BigEndian.value(frame[(start + 16)..<(start + 20)])),
            next.1 == UInt32(truncatingIfNeeded: BigEndian.value(frame[(start + 20)..<(start + 24)]))
        else { return false }
        sums = next
        return true
    }

    private func sum(_ bytes: ArraySlice<UInt8>, _ sums: inout (UInt32, UInt32)) {
        let isBigEndian: Int32 = self.header[3] & 1 == 1 ? 1 : 0
        var both = [sums.0, sums.1]
        bytes.withUnsafeBufferPointer { bytes in
            both.withUnsafeMutableBufferPointer { both in
                guard let base = bytes.baseAddress, let first = both.baseAddress else { return }
                sqlite_log_checksum(base, bytes.count, isBigEndian, first)
            }
        }
        sums = (both[0], both[1])
    }

    private func bytes(at offset: UInt64, _ count: Int) throws(StorageError) -> [UInt8] {
        guard let file else { return [] }
        return try FileBytes.read(file.descriptor, at: offset, atMost: count, of: self.path)
    }
}

/// A descriptor on the log, closed with its last user.
private final class OpenLog: Sendable {
    let descriptor: Int32

    /// `nil` when there is no such file.
    init?(_ path: String) throws(StorageError) {
        self.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard self.descriptor < 0 else { return }
        guard errno == ENOENT else { throw SystemFailure.error(errno, "open", path) }
        return nil
    }

    deinit { if self.descriptor >= 0 { close(self.descriptor) } }
}
