import HTTPMachines
import TestKit
import Testing

/// Where a frame may be put between those of others.
@Suite struct FrameTrackerTests {
    /// A frame of so many bytes, as a server or a client (`isMasked`) writes it.
    private static func frame(_ count: Int, opcode: UInt8 = 2, isMasked: Bool = false) -> [UInt8] {
        let mask: UInt8 = isMasked ? 0x80 : 0
        let length: [UInt8] =
            switch count {
            case ..<126: [mask | UInt8(count)]
            case ..<65_536: [mask | 126, UInt8(count >> 8), UInt8(count & 255)]
            default: [mask | 127] + (0..<8).map { UInt8(count >> (8 * (7 - $0)) & 255) }
            }
        return [0x80 | opcode] + length + (isMasked ? [1, 2, 3, 4] : []) + Array(repeating: 0x88, count: count)
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000], [false, true])
    func `a frame has ended with its last byte, and no byte before`(count: Int, isMasked: Bool) {
        let bytes = Self.frame(count, isMasked: isMasked)
        var tracker = FrameTracker()
        #expect(tracker.isBetweenFrames)
        for index in bytes.indices {
            tracker.see(bytes.span.extracting(index..<index + 1))
            #expect(tracker.isBetweenFrames == (index == bytes.count - 1))
        }
        #expect(!tracker.hasClosed)
    }

    @Test func `frames are found however they are cut`() {
        var random = SeededGenerator(seed: 3)
        let sizes = [0, 5, 125, 126, 300, 65_536]
        for _ in 0..<50 {
            let frames = (0..<5).map { _ in Self.frame(sizes[Int(random.next() % 6)], isMasked: random.next() % 2 == 0)
            }
            let ends = frames.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
            let bytes = frames.flatMap { $0 }
            var (tracker, start) = (FrameTracker(), 0)
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + Int(random.next() % 9_000))
                tracker.see(bytes.span.extracting(start..<end))
                start = end
                #expect(tracker.isBetweenFrames == ends.contains(end))
            }
        }
    }

    @Test func `a close frame is seen, and a length that is none ends all knowledge`() {
        var tracker = FrameTracker()
        tracker.see(Self.frame(2, opcode: 8).span)
        #expect(tracker.hasClosed && tracker.isBetweenFrames)
        var lost = FrameTracker()
        lost.see(([0x82, 127] + Array(repeating: UInt8(255), count: 8) + Self.frame(1)).span)
        #expect(!lost.isBetweenFrames)
    }

    @Test func `a farewell is one frame of a server with its code`() {
        let frame = CloseFrame(.policyViolation, "no more").bytes
        #expect(frame == [0x88, 9, 0x03, 0xf0] + Array("no more".utf8))
        var tracker = FrameTracker()
        tracker.see(frame.span)
        #expect(tracker.isBetweenFrames && tracker.hasClosed)
        #expect(CloseFrame(.goingAway, "x").bytes == [0x88, 3, 0x03, 0xe9, 0x78])
    }
}
