import Dispatch
import Keys
import Testing

@testable import DecisionLog

@Suite struct DecisionRingTests {
    @Test func `a stalled drain costs records, which are counted, and never a request`() async throws {
        let log = try DecisionLog.open(.init()) { $0.ringCapacity = 100 }
        for number in 0..<UInt64(250) { log.ring(0).append(.sample(number)) }
        #expect(log.dropped == 150)
        log.drain()
        #expect(await log.recent(limit: 1000).count == 100)
        for number in 250..<UInt64(300) { log.ring(0).append(.sample(number)) }
        log.drain()
        #expect(log.dropped == 150)
        #expect(await log.record(for: DecisionRecord.id(299)) != nil)
    }

    @Test func `the producer's memory never moves: appending allocates nothing`() {
        let ring = DecisionRing(capacity: 64, wake: .init())
        var spare = FrameBuffer(capacity: 64)
        // Both buffers have their full size before the first append and keep it through every exchange.
        var places: Set<UnsafeRawPointer?> = [spare.withBytes(\.baseAddress)]
        for _ in 0..<5 {
            for number in 0..<UInt64(64) { ring.append(.sample(number)) }
            ring.exchange(&spare)
            #expect(spare.count == 64)
            places.insert(spare.withBytes(\.baseAddress))
        }
        #expect(places.count == 2)
    }

    @Test func `four producers and a drain lose and double nothing`() async throws {
        let log = try DecisionLog.open(.init(), producers: 4) { $0.ringCapacity = 100_000 }
        DispatchQueue.concurrentPerform(iterations: 5) { side in
            for number in 0..<UInt64(500) {
                if side == 4 {
                    if number.isMultiple(of: 50) { log.drain() }
                } else {
                    log.ring(side).append(.sample(UInt64(side) * 1000 + number))
                }
            }
        }
        log.drain()
        #expect(log.dropped == 0)
        for side in 0..<UInt64(4) { #expect(await log.record(for: DecisionRecord.id(side * 1000 + 499)) != nil) }
    }

    @Test func `the thread drains by itself and shutting down waits for the last record`() async throws {
        let heard = Heard()
        let log = try DecisionLog.open(.init(), heard: heard)
        log.start()
        for number in 1..<UInt64(7) { log.ring(0).append(.sample(number)) }
        await log.shutDown()
        #expect(heard.usages.flatMap(\.self).count == 5)
        #expect(await log.recent(limit: 10).count == 6)
        await log.shutDown()
    }
}
