import Auditing
import TestKit
import Testing

@Suite struct FolderLedgerTests {
    @Test func `the notes about the log's keys are published before the checkpoint, and kept`() {
        var ledger = FolderLedger()
        _ = ledger.renew(to: 3, keys: [2, 3])
        let files = ledger.missing(atMost: 10)
        #expect(files.suffix(3) == [.succession(2), .succession(3), .checkpoint])
        for (number, file) in files.enumerated() {
            ledger.hold(file, FileMark(device: 1, inode: UInt64(number), bytes: 1, changed: 1))
        }
        _ = ledger.renew(to: 4, keys: [2, 3])
        #expect(!ledger.missing(atMost: 10).contains(.succession(2)))
        ledger.lose(.succession(2))
        #expect(ledger.missing(atMost: 10).contains(.succession(2)))
        #expect(LogFile.succession(2).path == "keys/2" && !LogFile.succession(2).isFull)
    }

    /// Writes whatever is missing, as a caller would, and gives it in its order.
    private static func publish(
        _ ledger: inout FolderLedger, atMost most: Int = 64, _ clock: inout Int64
    ) -> [LogFile] {
        var written: [LogFile] = []
        for _ in 0..<10_000 {
            let files = ledger.missing(atMost: most)
            guard !files.isEmpty else { return written }
            for file in files {
                clock += 1
                ledger.hold(file, Self.mark(clock))
                written.append(file)
            }
        }
        Issue.record("the work never ends")
        return written
    }

    private static func mark(_ number: Int64) -> FileMark {
        .init(device: 1, inode: UInt64(number), bytes: 1, changed: number)
    }

    @Test func `an empty log has nothing to publish`() {
        let ledger = FolderLedger()
        #expect(ledger.missing(atMost: 10).isEmpty && ledger.isCurrent)
    }

    @Test(arguments: [1, 255, 256, 257, 512, 1000, 65_536, 65_537, 70_000] as [UInt64])
    func `every file of the log is published once, the checkpoint last`(size: UInt64) {
        var (ledger, clock) = (FolderLedger(), Int64(0))
        let gone = ledger.renew(to: size)
        #expect(gone.isEmpty)
        let written = Self.publish(&ledger, &clock)
        #expect(written.last == .checkpoint && Set(written).count == written.count)
        let bundles = (size + 255) / 256
        #expect(written.count { if case .entries = $0 { true } else { false } } == Int(bundles))
        let leaves = written.count { if case .tile(let place) = $0 { place.level == 0 } else { false } }
        #expect(leaves == Int(bundles))
        let above = written.count { if case .tile(let place) = $0 { place.level == 1 } else { false } }
        #expect(above == Int((size / 256 + 255) / 256))
        #expect(ledger.isCurrent)
    }

    @Test func `a growing log is published bit by bit, full files once`() {
        var (ledger, clock, size) = (FolderLedger(), Int64(0), UInt64(0))
        var generator = SeededGenerator(seed: 41)
        var full: Set<LogFile> = []
        for _ in 0..<200 {
            size += generator.next() % 400
            _ = ledger.renew(to: size)
            for file in Self.publish(&ledger, atMost: 5, &clock) where file.isFull {
                let isNew = full.insert(file).inserted
                #expect(isNew)
            }
        }
        #expect(full.contains(.tile(.init(level: 0, number: (size >> 8) - 1))))
    }

    @Test func `partial files go once the head after the next is published`() {
        var (ledger, clock) = (FolderLedger(), Int64(0))
        _ = ledger.renew(to: 3)
        _ = Self.publish(&ledger, &clock)
        let kept = ledger.renew(to: 5)
        #expect(kept.isEmpty)
        _ = Self.publish(&ledger, &clock)
        let gone = ledger.renew(to: 7)
        #expect(Set(gone) == [.tile(.init(level: 0, number: 0, width: 3)), .entries(.init(number: 0, width: 3))])
    }

    @Test func `what is lost is written again, and the checkpoint stays`() {
        var (ledger, clock) = (FolderLedger(), Int64(0))
        _ = ledger.renew(to: 600)
        _ = Self.publish(&ledger, &clock)
        for file in [
            LogFile.checkpoint, .tile(.init(level: 0, number: 1)), .entries(.init(number: 0)),
            .tile(.init(level: 0, number: 2, width: 88)), .tile(.init(level: 1, number: 0, width: 2)),
        ] {
            ledger.lose(file)
            #expect(!ledger.isCurrent)
            let written = Self.publish(&ledger, &clock)
            #expect(written == [file])
            let marks = ledger.inspected().filter { $0.file == file }.map(\.mark)
            #expect(marks == [Self.mark(clock)])
        }
    }

    @Test func `every file is looked at, however many there are`() {
        var (ledger, clock) = (FolderLedger(), Int64(0))
        _ = ledger.renew(to: 256 * 9000 + 7)
        let written = Set(Self.publish(&ledger, atMost: 2000, &clock))
        var seen: Set<LogFile> = []
        for _ in 0..<3 {
            let files = ledger.inspected().map(\.file)
            #expect(files.count <= FolderLedger.mostInspected + 20)
            #expect(files.contains(.checkpoint))
            seen.formUnion(files)
        }
        #expect(seen == written)
    }

    @Test func `what an earlier start published is compared, and only what is new is written`() {
        var (ledger, clock) = (FolderLedger(adopting: 1000), Int64(0))
        _ = ledger.renew(to: 1100)
        let written = Self.publish(&ledger, &clock)
        #expect(!written.contains(.tile(.init(level: 0, number: 2))))
        #expect(written.contains(.tile(.init(level: 0, number: 3))))
        let unknown = ledger.unknown(atMost: 100)
        #expect(unknown.count == 6)
        for file in unknown.dropLast() { ledger.hold(file, Self.mark(1)) }
        let last = unknown[5]
        #expect(ledger.unknown(atMost: 100) == [last])
        ledger.lose(last)
        #expect(ledger.unknown(atMost: 100).isEmpty)
        let mended = Self.publish(&ledger, &clock)
        #expect(mended == [last])
    }
}
