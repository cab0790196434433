import Foundation
import Keys
import Testing

@testable import DecisionLog

@Suite struct SegmentRecoveryTests {
    /// A folder with ten records in one segment.
    private func filled() async throws -> (folder: TemporaryFolder, bytes: [UInt8], lastFrame: Int) {
        let folder = TemporaryFolder()
        let log = try DecisionLog.open(folder)
        for number in 0..<UInt64(9) { log.ring(0).append(.sample(number)) }
        log.drain()
        let before = folder.contents.count
        log.ring(0).append(.sample(9))
        log.drain()
        return (folder, folder.contents, before)
    }

    private func copy(_ bytes: ArraySlice<UInt8>, name: String = SegmentFormat.name(1)) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name))
        return folder
    }

    @Test func `records are there without any farewell`() async throws {
        let (folder, _, _) = try await self.filled()
        let log = try DecisionLog.open(folder)
        for number in 0..<UInt64(10) {
            #expect(await log.record(for: DecisionRecord.id(number)) == DecisionRecord.sample(number).masked)
        }
        #expect(await log.record(for: DecisionRecord.id(99)) == nil)
    }

    @Test func `a tail torn at any byte is cut, the records before it stay, and writing goes on`() async throws {
        let (_, bytes, lastFrame) = try await self.filled()
        for length in lastFrame..<bytes.count {
            let folder = try self.copy(bytes[..<length])
            let log = try DecisionLog.open(folder)
            #expect(folder.contents.count == lastFrame)
            log.ring(0).append(.sample(50))
            #expect(await log.record(for: DecisionRecord.id(50)) != nil)
            #expect(await log.recent(limit: 100).count == 10)
            #expect(await log.record(for: DecisionRecord.id(9)) == nil)
        }
    }

    @Test func `a tail of which every byte was changed is cut`() async throws {
        let (_, bytes, lastFrame) = try await self.filled()
        for position in lastFrame..<bytes.count {
            var changed = bytes
            changed[position] ^= 0x40
            let log = try DecisionLog.open(try self.copy(changed[...]))
            #expect(await log.recent(limit: 100).count == 9)
        }
    }

    @Test func `files that are no segments, empty ones and headers alone are lived with`() async throws {
        for bytes in [
            [], [1, 2, 3], SegmentFormat.header, SegmentFormat.header + [9, 9, 9], Array(repeating: 0, count: 99),
        ] {
            let log = try DecisionLog.open(try self.copy(bytes[...]))
            #expect(await log.recent(limit: 10).isEmpty)
            log.ring(0).append(.sample(1))
            #expect(await log.recent(limit: 10).count == 1)
        }
        let folder = try self.copy([1, 2, 3], name: "notes.txt")
        #expect(try await DecisionLog.open(folder).recent(limit: 10).isEmpty)
        #expect(folder.segments.count == 1)
    }

    @Test func `names that no log gives are no segments`() {
        for sequence in [0, UInt64.max / 2 + 1, .max] {
            #expect(SegmentFormat.sequence(SegmentFormat.name(sequence)) == nil)
        }
        for name in ["1", "+000000001", "00000000001", "18446744073709551616", "-000000001", ""] {
            #expect(SegmentFormat.sequence("decisions-\(name).log") == nil)
        }
    }

    @Test func `a file with the largest number does not stop the log`() async throws {
        let (_, bytes, _) = try await self.filled()
        let folder = try self.copy(bytes[...], name: SegmentFormat.name(.max))
        let clock = HandClock()
        let log = try DecisionLog.open(folder, clock: clock) { $0.maximumAgeSeconds = 80 }
        for number in 0..<UInt64(3) {
            log.ring(0).append(.sample(number, at: clock.wall))
            log.drain()
            clock.advance(seconds: 11)
        }
        #expect(await log.recent(limit: 10).count == 3)
        #expect(folder.segments.contains(SegmentFormat.name(3)))
    }

    @Test(arguments: [Int.min, -1, 0, 1 << 40, Int.max])
    func `a segment may claim to be of any time`(seconds: Int) throws {
        let folder = TemporaryFolder()
        for number in 0..<UInt64(2) {
            let log = try DecisionLog.open(folder)
            log.ring(0).append(.sample(number))
            log.drain()
            for name in folder.segments {
                // What the file system cannot hold it clamps.
                var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
                utimensat(AT_FDCWD, "\(folder.path)/\(name)", &times, 0)
            }
        }
        let log = try DecisionLog.open(folder) { $0.maximumAgeSeconds = .max }
        log.drain()
        #expect(folder.segments.count >= 1)
    }

    @Test func `a process killed in the middle of writing leaves what it had drained`() async throws {
        // The child is a copy of this process's log folder as the kernel has it: nothing is flushed at exit, because
        // nothing is buffered in the process once `drain` has returned.
        let folder = TemporaryFolder()
        let log = try DecisionLog.open(folder)
        for number in 0..<UInt64(100) {
            log.ring(0).append(.sample(number))
            log.drain()
            #expect(folder.contents.count == Int(log.bytes))
        }
        let copied = try self.copy(folder.contents[...])
        #expect(try await DecisionLog.open(copied).recent(limit: 1000).count == 100)
    }

    @Test func `a folder that cannot be made is an error with a name`() {
        var configuration = DecisionLogConfiguration(folder: "/dev/null/decisions")
        configuration.ringCapacity = 1
        #expect {
            _ = try DecisionLog(configuration, producers: 1, sinks: .none, clocks: HandClock().clocks)
        } throws: { error in
            (error as? DecisionLogError)?.code == .folderUnusable && "\(error)".contains("/dev/null/decisions")
        }
    }

    @Test func `segments are for their owner alone`() throws {
        let folder = TemporaryFolder()
        _ = try DecisionLog.open(folder)
        let path = folder.path + "/" + SegmentFormat.name(1)
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let folderRights = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int
        #expect(folderRights == 0o700)
    }
}
