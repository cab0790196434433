import Glibc
import Keys
import Testing

@testable import Polling

@Suite struct StreamSocketTests {
    private static func receive(_ connection: Connection) -> (StreamSocket.Transfer, [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: 64)
        let transfer = bytes.withUnsafeMutableBytes { connection.near.receive(into: $0) }
        return (transfer, bytes)
    }

    @Test func `bytes that are looked at stay where they are`() {
        let connection = Connection()
        connection.far?.send([1, 2, 3])
        for _ in 0..<2 {
            var bytes = [UInt8](repeating: 0, count: 64)
            guard case .moved(3) = bytes.withUnsafeMutableBytes({ connection.near.peek(into: $0) }) else {
                Issue.record("nothing to look at")
                return
            }
            #expect(bytes.starts(with: [1, 2, 3]))
        }
        guard case (.moved(3), _) = Self.receive(connection) else {
            Issue.record("lost")
            return
        }
        var bytes = [UInt8](repeating: 0, count: 64)
        guard case .wouldBlock = bytes.withUnsafeMutableBytes({ connection.near.peek(into: $0) }) else {
            Issue.record("something came")
            return
        }
    }

    @Test func `bytes come, then none, then the end`() {
        let connection = Connection()
        guard case (.wouldBlock, _) = Self.receive(connection) else {
            Issue.record("something came")
            return
        }
        connection.far?.send([1, 2, 3])
        guard case (.moved(3), let bytes) = Self.receive(connection) else {
            Issue.record("lost")
            return
        }
        #expect(bytes.starts(with: [1, 2, 3]))
        connection.far?.shutDown()
        guard case (.ended, _) = Self.receive(connection) else {
            Issue.record("no end")
            return
        }
    }

    @Test func `nobody who listens is told by the error of connecting`() throws {
        let poller = try Poller()
        let taken = try ListeningSocket.open(
            .ip(IPAddress(ipv4: 0x7f00_0001), port: 0), backlog: 1, isShared: false)
        let address = Endpoint.ip(IPAddress(ipv4: 0x7f00_0001), port: UInt16(taken.port()))
        let open = try StreamSocket(connectingTo: address)
        _ = try poller.add(open.descriptor, for: .writable, target: Witness())
        #expect(poller.wait(milliseconds: 5_000) == 1)
        #expect(open.connectionError() == 0)

        _ = consume taken
        let refused = try StreamSocket(connectingTo: address)
        let witness = Witness()
        let watch = try poller.add(refused.descriptor, for: .writable, target: witness)
        while witness.told.isEmpty { poller.wait(milliseconds: 5_000) }
        #expect(refused.connectionError() == ECONNREFUSED)
        poller.remove(watch)
    }

    @Test func `a reset is no orderly end`() throws {
        let listener = try ListeningSocket.open(
            .ip(IPAddress(ipv4: 0x7f00_0001), port: 0), backlog: 1, isShared: false)
        for isReset in [true, false] {
            let client = RawEnd(port: listener.port())
            guard case .connection(let socket, from: _) = listener.accept() else {
                Issue.record("nobody waits")
                return
            }
            if isReset { socket.resetOnClose() }
            _ = consume socket
            #expect(client.receive() == (isReset ? nil : []))
        }
    }
}
