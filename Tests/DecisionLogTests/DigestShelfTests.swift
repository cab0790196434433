import Foundation
import Keys
import Testing

@testable import DecisionLog

/// What was gathered from segments is kept, within bounds, and never instead of what they say.
@Suite struct DigestShelfTests {
    private func write(_ numbers: Range<UInt64>, to path: String) throws {
        var file = try SegmentFile(path: path)
        defer { file.close() }
        for number in numbers {
            let frame = [UInt8](frameOf: .sample(number, at: .init(seconds: Int64(number))))
            #expect(frame.withUnsafeBytes { file.append($0) })
        }
    }

    private func folder() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        return folder
    }

    private func digest(_ path: String) throws -> SegmentDigest {
        var fresh = DigestShelf()
        let digest = fresh.digest(of: path)
        return try #require(digest)
    }

    private func agree(_ left: SegmentDigest, _ right: SegmentDigest) -> Bool {
        left.consumed == right.consumed && left.routes == right.routes && left.withoutRoute == right.withoutRoute
            && left.oldest == right.oldest && left.newest == right.newest
    }

    @Test func `a segment that has grown is gone on with where it was left`() throws {
        let folder = try self.folder()
        let path = folder.path + "/a.log"
        var shelf = DigestShelf()
        for round in 0..<5 as Range<UInt64> {
            try self.write((round * 20)..<(round * 20 + 20), to: path)
            let found = shelf.digest(of: path)
            let digest = try #require(found)
            #expect(self.agree(digest, try self.digest(path)))
            #expect(digest.newest == .init(seconds: Int64(round) * 20 + 19) && digest.oldest == .init(seconds: 0))
        }
        // What was consumed is not looked at any more: a byte that changes there changes nothing.
        var bytes = try SegmentFile.read(path)
        bytes[200] ^= 0xff
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let kept = shelf.digest(of: path)
        #expect(kept?.newest == .init(seconds: 99))
    }

    @Test func `half a frame waits for its rest, and a segment that was cut is read anew`() throws {
        let folder = try self.folder()
        let path = folder.path + "/a.log"
        try self.write(0..<10, to: path)
        let whole = try SegmentFile.read(path)
        var shelf = DigestShelf()
        try Data(whole.dropLast(5)).write(to: URL(fileURLWithPath: path))
        var found = shelf.digest(of: path)
        #expect(found?.newest == .init(seconds: 8))
        try Data(whole).write(to: URL(fileURLWithPath: path))
        found = shelf.digest(of: path)
        #expect(found?.newest == .init(seconds: 9))
        // Taken back by a full disk, and gone on with otherwise.
        let shorter = try self.digest(path)
        try FileManager.default.removeItem(atPath: path)
        try self.write(100..<104, to: path)
        found = shelf.digest(of: path)
        #expect(self.agree(try #require(found), try self.digest(path)))
        try FileManager.default.removeItem(atPath: path)
        try self.write(1000..<1030, to: path)
        found = shelf.digest(of: path)
        let again = try #require(found)
        #expect(again.consumed > shorter.consumed && again.oldest == .init(seconds: 1000))
        #expect(self.agree(again, try self.digest(path)))
    }

    @Test func `no more is kept than may be, the newest first, and nothing of what is gone`() throws {
        let folder = try self.folder()
        let paths = (0..<4).map { "\(folder.path)/\($0).log" }
        for path in paths { try self.write(0..<60, to: path) }
        let one = try self.digest(paths[0]).weight
        #expect(one > 0)
        var shelf = DigestShelf(mostWeight: 2 * one)
        for path in paths { _ = shelf.digest(of: path) }
        #expect(shelf.weight == 4 * one)
        shelf.trim(to: paths)
        #expect(shelf.weight == 2 * one)
        try FileManager.default.removeItem(atPath: paths[0])
        let gone = shelf.digest(of: paths[0])
        #expect(gone?.weight == nil)
        shelf.trim(to: paths)
        #expect(shelf.weight == one)
        shelf.trim(to: [])
        #expect(shelf.weight == 0)
    }
}
