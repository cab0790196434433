import AuditExport
import TestKit
import Testing

@Suite struct SinkProgressTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `a sink that has everything waits`() {
        var progress = SinkProgress(position: 5, mostRecords: 10)
        let step = progress.next(logSize: 5, at: 1)
        #expect(step == .wait(nanoseconds: SinkProgress.lookInterval))
        #expect(progress.behindSince == nil)
    }

    @Test func `what the log has more is delivered, then the position is kept`() {
        var progress = SinkProgress(position: 5, mostRecords: 10)
        let first = progress.next(logSize: 8, at: 100)
        #expect(first == .deliver(from: 5, atMost: 10) && progress.behindSince == 100)
        progress.delivered(3)
        let second = progress.next(logSize: 8, at: 200)
        #expect(second == .keep(position: 8) && progress.behindSince == nil)
        progress.kept(8, at: 200)
        let third = progress.next(logSize: 8, at: 201)
        #expect(third == .wait(nanoseconds: SinkProgress.lookInterval))
    }

    @Test func `a position is kept at most once a second, however much there is`() {
        var progress = SinkProgress(position: 0, mostRecords: 10)
        var now: UInt64 = 1
        var kept: [UInt64] = []
        for _ in 0..<3000 {
            switch progress.next(logSize: .max / 2, at: now) {
            case .deliver: progress.delivered(10)
            case .keep(let position):
                kept.append(position)
                progress.kept(position, at: now)
            case .wait: Issue.record("nothing to wait for")
            }
            now += Self.second / 100
        }
        #expect((28...31).contains(kept.count))
        #expect(kept == kept.sorted())
    }

    @Test func `a new sink's beginning is kept at once`() {
        var progress = SinkProgress(position: 7, isKept: false, mostRecords: 10)
        let step = progress.next(logSize: 7, at: 1)
        #expect(step == .keep(position: 7))
    }

    @Test func `failures are followed by longer and longer rests, and by smaller deliveries`() {
        var progress = SinkProgress(position: 0, mostRecords: 64)
        var now: UInt64 = 10
        var rests: [UInt64] = []
        var batches: [Int] = []
        for _ in 0..<12 {
            let start = now
            var step = progress.next(logSize: 100, at: now)
            while case .wait(let nanoseconds) = step {
                now += nanoseconds
                step = progress.next(logSize: 100, at: now)
            }
            guard case .deliver(from: 0, atMost: let count) = step else {
                Issue.record("\(step)")
                return
            }
            rests.append(now - start)
            batches.append(count)
            progress.failed(at: now, chance: .max)
        }
        #expect(batches.prefix(8) == [64, 32, 16, 8, 4, 2, 1, 1])
        #expect(rests[1] >= SinkProgress.shortestDelay / 2)
        #expect(zip(rests, rests.dropFirst()).allSatisfy { $0 <= $1 + SinkProgress.longestDelay / 2 })
        #expect(rests.allSatisfy { $0 <= SinkProgress.longestDelay + SinkProgress.lookInterval })
        #expect(progress.failures == 12 && progress.behindSince == 10)
    }

    @Test func `deliveries grow again when they succeed`() {
        var progress = SinkProgress(position: 0, mostRecords: 64)
        for _ in 0..<10 { progress.failed(at: 0, chance: 0) }
        var now = SinkProgress.longestDelay * 2
        var batches: [Int] = []
        while batches.count < 8 {
            switch progress.next(logSize: 10_000, at: now) {
            case .deliver(_, let count):
                batches.append(count)
                progress.delivered(count)
            case .keep(let position): progress.kept(position, at: now)
            case .wait(let nanoseconds): now += nanoseconds
            }
        }
        #expect(batches == [1, 2, 4, 8, 16, 32, 64, 64])
        #expect(progress.failures == 0)
    }

    @Test func `a position that cannot be kept holds nothing up`() {
        var progress = SinkProgress(position: 0, mostRecords: 1)
        progress.delivered(1)
        let first = progress.next(logSize: 9, at: 5)
        #expect(first == .keep(position: 1))
        progress.kept(nil, at: 5)
        let second = progress.next(logSize: 9, at: 6)
        #expect(second == .deliver(from: 1, atMost: 1))
        let third = progress.next(logSize: 9, at: 6 + SinkProgress.keepInterval)
        #expect(third == .keep(position: 1))
    }

    /// Whatever happens, in any order: what is kept was delivered, and what is delivered next is what comes next.
    @Test func `no entry is ever passed over`() {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var progress = SinkProgress(position: 0, mostRecords: 1 + generator.number(below: 50))
            var (delivered, kept, logSize, now): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 1)
            for _ in 0..<500 {
                logSize += UInt64(generator.number(below: 3))
                now += UInt64(generator.number(below: 400_000_000))
                switch progress.next(logSize: logSize, at: now) {
                case .deliver(let from, let count):
                    #expect(from == delivered && count > 0 && from < logSize)
                    if generator.oneIn(3) {
                        progress.failed(at: now, chance: generator.next())
                    } else {
                        let arrived = min(UInt64(1 + generator.number(below: count)), logSize - from)
                        delivered += arrived
                        progress.delivered(Int(arrived))
                    }
                case .keep(let position):
                    #expect(position == delivered && position >= kept)
                    let isKept = !generator.oneIn(4)
                    if isKept { kept = position }
                    progress.kept(isKept ? position : nil, at: now)
                case .wait(let nanoseconds): #expect(nanoseconds > 0 && nanoseconds <= SinkProgress.lookInterval)
                }
                // A process that dies now begins again at what was kept.
                if generator.oneIn(50) {
                    progress = SinkProgress(position: kept, mostRecords: 1 + generator.number(below: 50))
                    delivered = kept
                }
            }
            #expect(progress.position == delivered)
        }
    }
}
