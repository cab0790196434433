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

    /// Sends a byte over a socket that all share.
    private final class Share: TurnSender {
        private let connection: Connection
        private let place: Int
        private(set) var heard = 0

        init(_ connection: Connection, _ place: Int) {
            self.connection = connection
            self.place = place
        }

        func addTo(_ batch: SendBatch) -> Bool {
            batch.add(
                self.connection.socket, UnsafeRawBufferPointer(rebasing: self.connection.bytes[self.place...self.place])
            )
            return true
        }

        func sent(_ transfer: StreamSocket.Transfer) {
            if case .moved(1) = transfer { self.heard += 1 }
        }
    }

    private final class Connection {
        let ends = SocketEnds()
        let socket: StreamSocket
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1_000, alignment: 1)

        init() {
            self.socket = self.ends.take()
            self.bytes.copyBytes(from: (0..<1_000).map { UInt8(truncatingIfNeeded: $0) })
        }

        deinit { self.bytes.deallocate() }
    }

    @Test(arguments: [true, false])
    func `all are sent, however many, and each hears of it once`(asksForRing: Bool) {
        let (connection, turnEnd) = (Connection(), TurnEnd(SendBatch(asksForRing: asksForRing)))
        let senders = (0..<1_000).map { Share(connection, $0) }
        for sender in senders { turnEnd.add(sender) }
        Self.finish(turnEnd)
        #expect(senders.allSatisfy { $0.heard == 1 })
        connection.socket.closeOutput()
        #expect(connection.ends.far?.receiveAll() == Array(connection.bytes))
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
