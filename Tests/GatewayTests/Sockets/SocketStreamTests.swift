import Glibc
import NIOCore
import Testing

@testable import Gateway
@testable import Polling

@Suite struct SocketStreamTests {
    /// A stream that is told of what happens to it.
    private final class Owner: PollTarget {
        var stream = SocketStream()
        var told: [Readiness] = []
        var isOpen: Bool { self.stream.isOpen }
        var isWritable: Bool { self.stream.isWritable }
        var hasUnsent: Bool { self.stream.hasUnsent }
        var hasFailed: Bool { self.stream.hasFailed }

        func ready(_ readiness: Readiness) { self.told.append(readiness) }
    }

    private static func open(_ ends: SocketEnds, on poller: Poller, for interest: Interest) throws -> Owner {
        let owner = Owner()
        try owner.stream.open(ends.take(), on: poller, for: interest, target: owner)
        return owner
    }

    private static func receive(_ owner: Owner) -> SocketStream.Received {
        var buffer = ByteBufferAllocator().buffer(capacity: 1_024)
        return owner.stream.receive(into: &buffer)
    }

    @Test func `a connection that is over while nobody reads does not turn the loop in circles`() throws {
        let (poller, ends) = (try Poller(), SocketEnds())
        let owner = try Self.open(ends, on: poller, for: .readable)
        owner.stream.watchInput(false)
        ends.far?.send("last words")
        ends.far?.reset()
        ends.loseFarEnd()
        #expect(poller.wait(milliseconds: 5_000) == 1)
        #expect(owner.told.last?.isOver == true)
        owner.stream.mute()
        poller.wait(milliseconds: 0)
        for _ in 0..<5 { #expect(poller.wait(milliseconds: 0) == 0) }
        owner.stream.watchInput(false)
        #expect(poller.wait(milliseconds: 0) == 0)
        owner.stream.watchInput(true)
        #expect(poller.wait(milliseconds: 0) == 1)
        owner.stream.close()
        #expect(poller.wait(milliseconds: 0) == 0)
    }

    @Test func `after a failed send the end of the input is no orderly one`() throws {
        let (poller, ends) = (try Poller(), SocketEnds())
        let owner = try Self.open(ends, on: poller, for: .readable)
        // The kernel tells of a reset once: whoever asks afterwards reads an orderly end.
        ends.far?.reset()
        ends.loseFarEnd()
        poller.wait(milliseconds: 5_000)
        owner.stream.write(ByteBuffer(string: "request"))
        guard case .failed = owner.stream.drain() else {
            Issue.record("sent to nobody")
            return
        }
        #expect(owner.hasFailed && !owner.isWritable && !owner.hasUnsent)
        guard case .failed = Self.receive(owner) else {
            Issue.record("the end looks orderly")
            return
        }
        owner.stream.close()
    }

    @Test func `what was watched and had failed before does not count for the next socket`() throws {
        let (poller, first, second) = (try Poller(), SocketEnds(), SocketEnds())
        let owner = try Self.open(first, on: poller, for: .readable)
        owner.stream.watchInput(false)
        first.far?.reset()
        first.loseFarEnd()
        poller.wait(milliseconds: 5_000)
        owner.stream.mute()
        owner.stream.write(ByteBuffer(string: "lost"))
        _ = owner.stream.drain()
        owner.stream.close()
        #expect(!owner.isOpen)

        try owner.stream.open(second.take(), on: poller, for: .readable, target: owner)
        #expect(owner.isOpen && owner.isWritable && !owner.hasFailed)
        second.far?.send("hello")
        #expect(poller.wait(milliseconds: 5_000) == 1)
        guard case .bytes = Self.receive(owner) else {
            Issue.record("nothing came")
            return
        }
        owner.stream.watchInput(false)
        #expect(poller.wait(milliseconds: 0) == 0)
        owner.stream.close()
    }

    @Test func `a reader that lags behind holds the writer until half is out`() throws {
        let (poller, ends) = (try Poller(), SocketEnds())
        let owner = try Self.open(ends, on: poller, for: .readable)
        let piece = ByteBuffer(repeating: 0x2e, count: 60_000)
        while owner.isWritable {
            owner.stream.write(piece)
            _ = owner.stream.drain()
        }
        #expect(owner.hasUnsent)
        let takesTurn = owner.stream.takeTurn()
        #expect(!takesTurn, "the poller tells when there is room")
        var becameWritable = false
        while !becameWritable {
            _ = ends.far?.receive()
            poller.wait(milliseconds: 100)
            if case .becameWritable = owner.stream.drain() { becameWritable = true }
        }
        #expect(owner.isWritable)
        owner.stream.close()
    }

    @Test func `what goes through a stream that is never quite empty does not make it grow`() throws {
        let (poller, ends) = (try Poller(), SocketEnds())
        let owner = try Self.open(ends, on: poller, for: .readable)
        let piece = ByteBuffer(repeating: 0x61, count: 8_192)
        for _ in 0..<4_000 {
            while owner.isWritable { owner.stream.write(piece) }
            // As if the socket had taken so much of it.
            _ = owner.stream.sent(.moved(4_096))
            #expect(owner.hasUnsent)
            #expect(owner.stream.heldBytes <= 4 * SocketStream.highWater)
        }
        #expect(owner.stream.sentBytes == 4_000 * 4_096)
    }
}
