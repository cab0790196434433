import Glibc
import Keys
import Testing

@testable import Polling

@Suite struct ListenerTests {
    /// Holds what was accepted.
    private final class Desk {
        var peers: [Endpoint] = []
        var onAccept: () -> Void = {}
        var connections: [Accepted] = []
    }

    private final class Accepted {
        let socket: StreamSocket
        init(_ socket: consuming StreamSocket) { self.socket = socket }
    }

    private static func listen(on poller: Poller, _ desk: Desk) throws -> (Listener, port: Int, descriptor: CInt) {
        let socket = try ListeningSocket.open(
            .ip(IPAddress(ipv4: 0x7f00_0001), port: 0), backlog: 200, isShared: false)
        let (port, descriptor) = (socket.port(), socket.descriptor)
        let listener = try Listener(socket, on: poller) { connection, peer in
            desk.connections.append(Accepted(connection))
            desk.peers.append(peer)
            desk.onAccept()
        }
        return (listener, port, descriptor)
    }

    @Test func `more clients than are accepted at once are all accepted`() throws {
        let (poller, desk) = (try Poller(), Desk())
        let (listener, port, _) = try Self.listen(on: poller, desk)
        let clients = (0..<150).map { _ in RawEnd(port: port) }
        while poller.wait(milliseconds: 0) > 0 {}
        #expect(desk.peers.count == clients.count)
        #expect(desk.peers.allSatisfy { $0.address?.isLoopback == true })
        listener.close()
    }

    @Test func `who cannot accept rests instead of turning in circles, and accepts again after waking`() throws {
        let (poller, desk) = (try Poller(), Desk())
        let (listener, _, descriptor) = try Self.listen(on: poller, desk)
        // The kernel says that it is ready, and refuses whoever accepts: as when too many files are open.
        shutdown(descriptor, CInt(SHUT_RDWR))
        for _ in 0..<2 {
            for _ in 0..<2 { poller.wait(milliseconds: 0) }
            for _ in 0..<10 { #expect(poller.wait(milliseconds: 0) == 0) }
            listener.wake()
        }
        for _ in 0..<2 { poller.wait(milliseconds: 0) }
        #expect(Glibc.listen(descriptor, 8) == 0)
        let client = RawEnd(port: ListeningSocket(adopting: dup(descriptor)).port())
        #expect(poller.wait(milliseconds: 0) == 0)
        listener.wake()
        poller.wait(milliseconds: 0)
        #expect(desk.peers.count == 1)
        listener.close()
        withExtendedLifetime(client) {}
    }

    @Test func `after closing nobody is accepted, not even of those who wait already`() throws {
        let (poller, desk) = (try Poller(), Desk())
        let (listener, port, _) = try Self.listen(on: poller, desk)
        let clients = (0..<5).map { _ in RawEnd(port: port) }
        desk.onAccept = { listener.close() }
        poller.wait(milliseconds: 0)
        #expect(desk.peers.count == 1)
        #expect(poller.wait(milliseconds: 0) == 0)
        listener.wake()
        #expect(poller.wait(milliseconds: 0) == 0)
        desk.onAccept = {}
        withExtendedLifetime(clients) {}
    }
}
