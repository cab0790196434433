import Testing

@testable import DecisionLog

@Suite struct FrameBufferTests {
    private static func payloads(_ frames: FrameBuffer) -> [DecisionRecord?] {
        let bytes = frames.withBytes { Array($0) }
        return SegmentPayloads(of: bytes, from: 0).map { payload in
            SegmentFormat.isIntact(bytes, payload) ? RecordEncoding.read(bytes[payload]) : nil
        }
    }

    /// A record whose texts have no room left.
    private static func long(_ number: UInt64) -> DecisionRecord {
        var record = DecisionRecord.sample(number)
        record.host = .init(String(repeating: "h", count: 300))
        record.path = .init(String(repeating: "p", count: 300))
        record.userAgent = .init(String(repeating: "u", count: 300))
        record.permission = .init(String(repeating: "a", count: 300))
        record.route = .init(String(repeating: "r", count: 300))
        record.routeTemplate = .init(String(repeating: "t", count: 300))
        record.upstream = .init(String(repeating: "v", count: 300))
        return record
    }

    @Test func `records come out of their frames as they went in`() {
        var frames = FrameBuffer(capacity: 20)
        for round in 0..<UInt64(3) {
            let records = (0..<UInt64(20)).map { DecisionRecord.sample(round * 100 + $0) }
            for record in records {
                let isTaken = frames.append(record)
                #expect(isTaken)
            }
            #expect(frames.count == 20)
            var seen = 0
            frames.forEach { _ in seen += 1 }
            #expect(seen == 20)
            #expect(Self.payloads(frames) == records)
            frames.removeAll()
            #expect(frames.count == 0 && frames.length == 0)
            #expect(Self.payloads(frames).isEmpty)
        }
    }

    @Test func `a frame is whole only once it has been gone through`() {
        var frames = FrameBuffer(capacity: 2)
        _ = frames.append(.sample(1))
        #expect(Self.payloads(frames) == [nil])
        frames.forEach { _ in }
        #expect(Self.payloads(frames) == [.sample(1)])
    }

    @Test func `a full buffer refuses and keeps what it has`() {
        var frames = FrameBuffer(capacity: 3)
        for number in 0..<UInt64(3) { _ = frames.append(.sample(number)) }
        let length = frames.length
        for _ in 0..<5 {
            let isTaken = frames.append(.sample(9))
            #expect(!isTaken)
        }
        #expect(frames.count == 3 && frames.length == length)
        frames.forEach { _ in }
        #expect(Self.payloads(frames) == (0..<3).map { .sample($0) })
    }

    @Test func `the longest records fill it sooner, and never beyond its end`() {
        var frames = FrameBuffer(capacity: 50)
        var taken: UInt64 = 0
        while frames.append(Self.long(taken)) { taken += 1 }
        #expect(taken > 20 && taken < 50)
        frames.forEach { _ in }
        #expect(Self.payloads(frames) == (0..<taken).map { Self.long($0) })
    }

    @Test func `one without room takes nothing`() {
        var frames = FrameBuffer()
        let isTaken = frames.append(.sample(1))
        #expect(!isTaken)
        frames.forEach { _ in Issue.record("there is no record") }
        #expect(frames.withBytes(\.count) == 0)
    }
}
