import Glibc
import NIOCore
import Testing

@testable import Gateway
@testable import Polling

@Suite struct TurnEndTests {
    /// Writes a number and hears what became of it.
    private final class Sender: TurnSender, PollTarget {
        let ends = SocketEnds()
        var stream = SocketStream()
        var heard = 0
        var onSent: () -> Void = {}

        init(_ poller: Poller) throws {
            try self.stream.open(self.ends.take(), on: poller, for: .readable, target: self)
        }

        func write(_ text: String, _ turnEnd: TurnEnd) {
            self.stream.write(ByteBuffer(string: text))
            if self.stream.takeTurn() { turnEnd.add(self) }
        }

        func ready(_ readiness: Readiness) {}

        func addTo(_ batch: SendBatch) -> Bool { self.stream.addTo(batch) }

        func sent(_ transfer: StreamSocket.Transfer) {
            self.heard += 1
            if self.stream.isOpen { _ = self.stream.sent(transfer) }
            self.onSent()
        }
    }

    private static func finish(_ turnEnd: TurnEnd) {
        while !turnEnd.isEmpty {
            turnEnd.sendBatch()
            turnEnd.tellSenders()
        }
    }

    @Test(arguments: [true, false])
    func `all are sent, however many, and each hears of it once`(asksForRing: Bool) throws {
        let (poller, turnEnd) = (try Poller(), TurnEnd(SendBatch(asksForRing: asksForRing)))
        let senders = try (0..<(SendBatch.most + 44)).map { _ in try Sender(poller) }
        for (index, sender) in senders.enumerated() {
            sender.write("\(index)", turnEnd)
            sender.write(";", turnEnd)
        }
        Self.finish(turnEnd)
        for (index, sender) in senders.enumerated() {
            #expect(sender.heard == 1)
            #expect(sender.ends.far?.receive() == Array("\(index);".utf8))
            sender.stream.close()
        }
    }

    @Test func `who has closed is left out, and who writes again on hearing is sent again`() throws {
        let (poller, turnEnd) = (try Poller(), TurnEnd())
        let senders = try (0..<5).map { _ in try Sender(poller) }
        for sender in senders { sender.write("one ", turnEnd) }
        senders[1].stream.close()
        // The first to hear closes another of the same batch.
        senders[0].onSent = { senders[3].stream.close() }
        senders[2].onSent = { if senders[2].heard == 1 { senders[2].write("two", turnEnd) } }
        Self.finish(turnEnd)
        #expect(senders.map(\.heard) == [1, 0, 2, 1, 1])
        #expect(senders[2].ends.far?.receiveUntil("two") == Array("one two".utf8))
        senders[1].write("never", turnEnd)
        #expect(turnEnd.isEmpty)
        for sender in senders { sender.stream.close() }
    }

    @Test func `who was told is let go`() throws {
        let (poller, turnEnd) = (try Poller(), TurnEnd())
        weak var held: Sender?
        try {
            let sender = try Sender(poller)
            held = sender
            sender.write("bye", turnEnd)
            Self.finish(turnEnd)
            sender.stream.close()
        }()
        #expect(held == nil)
    }
}
