import AuditExport
import AuditSinks
import Glibc
import Synchronization
import TestKit
import Testing

/// Syslog over TCP against receivers of every temper: the numbers they got have no gap.
@Suite(.timeLimit(.minutes(5))) struct SyslogStreamTests {
    @Test func `a receiver that reads gets everything once and in order`() async throws {
        let ledger = SequenceLedger()
        let receiver = try #require(
            TestReceiver {
                SyslogFrames.read($0, into: ledger)
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([ExportWorld.syslog(port: receiver.port)])
        try await world.write(600)
        try await world.exporting {
            await ledger.waitForAll(below: 600)
            try await world.write(3)
            await ledger.waitForAll(below: 603)
        }
        #expect(ledger.all == Array(0..<603))
    }

    @Test func `a restart of the exporter goes on where it was`() async throws {
        let ledger = SequenceLedger()
        let receiver = try #require(
            TestReceiver {
                SyslogFrames.read($0, into: ledger)
                return .close
            })
        defer { receiver.stop() }
        let settings = [ExportWorld.syslog(port: receiver.port)]
        let world = try ExportWorld(settings)
        try await world.write(10)
        try await world.exporting {
            await ledger.waitForAll(below: 10)
            while world.exporter.statuses[0].delivered < 10 { await Task.yield() }
        }
        try await world.write(5)
        try await ExportWorld(settings, store: world.store).exporting { await ledger.waitForAll(below: 15) }
        #expect(ledger.all == Array(0..<15))
    }

    @Test func `a receiver that accepts and never reads holds up nobody else`() async throws {
        let blackHole = try #require(TestReceiver { _ in .keepOpen })
        let ledger = SequenceLedger()
        let good = try #require(
            TestReceiver {
                SyslogFrames.read($0, into: ledger)
                return .close
            })
        defer {
            blackHole.stop()
            good.stop()
        }
        let world = try ExportWorld([
            ExportWorld.syslog("hole", port: blackHole.port, timeout: .milliseconds(300)),
            ExportWorld.syslog("good", port: good.port),
        ])
        try await world.write(300)
        try await world.exporting {
            await ledger.waitForAll(below: 300)
            #expect(world.exporter.statuses[0].lag == 300)
            #expect(world.exporter.statuses[0].behindSince != nil)
        }
        #expect(ledger.all == Array(0..<300))
    }

    @Test func `a receiver of a byte a second gets everything when it hurries at last`() async throws {
        let ledger = SequenceLedger()
        let isHasty = Atomic(false)
        let receiver = try #require(
            TestReceiver {
                SyslogFrames.read($0, into: ledger, atOnce: 1, pauseMs: 1000) { isHasty.load(ordering: .relaxed) }
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([ExportWorld.syslog(port: receiver.port, timeout: .milliseconds(500))])
        try await world.write(400)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 2 { await Task.yield() }
            #expect(world.exporter.statuses[0].lag == 400)
            isHasty.store(true, ordering: .relaxed)
            await ledger.wait { $0.isComplete(below: 400) }
        }
        #expect(Set(ledger.all) == Set(0..<400))
    }

    @Test func `a receiver that resets, closes early or is away loses nothing`() async throws {
        let ledger = SequenceLedger()
        let connections = Atomic(0)
        let receiver = try #require(
            TestReceiver { connection in
                switch connections.wrappingAdd(1, ordering: .relaxed).oldValue % 4 {
                case 0:
                    Self.reset(connection)
                    return .close
                case 1:
                    // Read a part, then go away: what was not read resets the connection.
                    var chunk = [UInt8](repeating: 0, count: 100)
                    _ = uninterrupted { recv(connection, &chunk, chunk.count, 0) }
                    return .close
                case 2: return .close
                default:
                    SyslogFrames.read(connection, into: ledger)
                    return .close
                }
            })
        let world = try ExportWorld([ExportWorld.syslog(port: receiver.port)])
        try await world.write(200)
        try await world.exporting {
            await ledger.wait { $0.isComplete(below: 200) }
            #expect(world.exporter.statuses[0].failed >= 3)
            receiver.stop()
            try await world.write(50)
            while world.exporter.statuses[0].lag < 50 { await Task.yield() }
            let again = try #require(
                TestReceiver(port: receiver.port) {
                    SyslogFrames.read($0, into: ledger)
                    return .close
                })
            defer { again.stop() }
            await ledger.wait { $0.isComplete(below: 250) }
        }
        #expect(ledger.isComplete(below: 250))
    }

    /// A receiver may be handed a connection and end before it has read a byte: nothing of that has arrived, although the
    /// system took it all.
    @Test func `an end that proves nothing is no delivery`() async throws {
        let receiver = try #require(TestReceiver { _ in .close })
        defer { receiver.stop() }
        let world = try ExportWorld([ExportWorld.syslog(port: receiver.port)])
        try await world.write(1)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 20 { await Task.yield() }
        }
        #expect(world.exporter.statuses[0].delivered == 0 && world.exporter.statuses[0].lag == 1)
    }

    @Test func `datagrams carry a message each`() async throws {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
        let port = try #require(Loopback.bind(socket, 0))
        let world = try ExportWorld([ExportWorld.syslog(port: port, transport: .udp)])
        try await world.write(20)
        try await world.exporting {
            while world.exporter.statuses[0].delivered < 20 { await Task.yield() }
        }
        var sequences: [UInt64] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while sequences.count < 20 {
            let count = recv(socket, &chunk, chunk.count, CInt(MSG_DONTWAIT))
            guard count > 0 else { break }
            #expect(count <= 2048)
            sequences.append(
                contentsOf: [SyslogFrames.sequence(in: String(decoding: chunk[..<count], as: UTF8.self))].compactMap(
                    \.self))
        }
        close(socket)
        #expect(sequences == Array(0..<20))
    }

    @Test func `nobody at the port of datagrams is noticed`() async throws {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
        let port = try #require(Loopback.bind(socket, 0))
        close(socket)
        let world = try ExportWorld([ExportWorld.syslog(port: port, transport: .udp)])
        try await world.write(20)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 2 { await Task.yield() }
        }
        #expect(world.exporter.statuses[0].failure?.contains("refused") == true)
    }

    private static func reset(_ connection: CInt) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}
