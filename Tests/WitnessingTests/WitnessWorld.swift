import Auditing
import Cryptography
import DurableFiles
import Foundation
import Keys
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import TestKit
import Testing

@testable import Witnessing

/// A witness in a folder of its own, with a log that it looks after.
final class WitnessWorld: Sendable {
    static let origin = "log.example/test"
    /// What every clock shows.
    static let now = WallTime(seconds: 1_800_000_000)

    let folder: String
    let signer: NoteSigner
    let log: GrowingLog
    private let faults = Mutex<[WitnessFault]>([])

    init(_ size: Int = 300) throws {
        self.folder = NSTemporaryDirectory() + "gatehouse-witness-\(UUID().uuidString)"
        self.signer = try NoteSigner(name: "witness.example/w", key: GrowingLog.key(7), kind: .cosignature)
        var log = try GrowingLog(origin: Self.origin)
        log.grow(to: size)
        self.log = log
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    /// What went wrong so that the witness has to end.
    var faultsTold: [WitnessFault] { self.faults.withLock { $0 } }

    func memory() throws -> WitnessMemory {
        WitnessMemory(folder: try HeldFolder(self.folder), key: self.signer.verifierKey)
    }

    func desk(logger: Logger = WitnessWorld.silent) throws -> WitnessDesk {
        try WitnessDesk(
            logs: [(Self.origin, [self.log.signer.verifierKey])], memory: self.memory(), signer: self.signer,
            now: { Self.now }, logger: logger,
            onFault: { fault in self.faults.withLock { $0.append(fault) } })
    }

    /// The answer of a desk to a request for these sizes.
    func add(_ desk: WitnessDesk, from old: UInt64, to new: UInt64, of log: GrowingLog? = nil) async throws
        -> WitnessReply
    {
        await desk.add(try (log ?? self.log).request(from: old, to: new).body)
    }

    /// Runs a witness on a port of its own while the body asks it.
    func serving(_ body: @escaping @Sendable (_ url: String) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let desk = try self.desk()
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let server = WitnessServer(
            address: "127.0.0.1", port: 0, desk: desk, version: "0.1", group: group, logger: Self.silent,
            onListening: { continuation.yield($0) })
        let services = ServiceGroup(configuration: .init(services: [server], logger: Self.silent))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await services.run() }
            tasks.addTask {
                var first = ports.makeAsyncIterator()
                let port = try #require(await first.next())
                do {
                    try await body("http://127.0.0.1:\(port)")
                } catch {
                    Issue.record(error)
                }
                await services.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
        await desk.close()
        try await group.shutdownGracefully()
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
