import Auditing
import ConfigurationReading
import KeyManagement
import Keys
import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization
import TestKit
import Testing
import Witnessing

@testable import GatehouseServer

/// A witness names its size only. One that had cosigned a new tree of an accepted size would be taken for the old one, so
/// it is never made to.
@Suite(.timeLimit(.minutes(5))) struct AcceptedSizeTests {
    /// A store of as many entries as a witness was accepted to know, and that witness, which refuses with 422.
    private final class Ground: Sendable {
        let world: ManagementWorld
        /// What the witness was accepted to know.
        let size: UInt64
        let board = AnchorBoard(file: nil, witnesses: ["one"])
        private let receiver: TestReceiver
        private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        private let asker: WitnessAsker
        private let questions: Questions

        private final class Questions: Sendable {
            let all = Mutex<[String]>([])
        }

        /// The first line of each question.
        var asked: [String] { self.questions.all.withLock { $0 } }

        init() async throws {
            let world = try await ManagementWorld()
            var tokens: [[UInt8]] = []
            for name in ["ada", "bob"] {
                let made = try await world.perform(CreateOperator(name: name, level: .admin))
                tokens.append(try #require(made.token).copy)
            }
            let head = try #require(try await world.store.read { try $0.auditHead() })
            self.size = head.size + 2
            let known = AnchoredHead(anchor: "witness one", size: self.size, root: nil)
            let contradiction = AnchorContradiction(known: known, head: head, isOlder: true)
            _ = try await world.plane.acceptRollback([contradiction], tokens: tokens)
            _ = try await world.perform(CreateProject(name: "one"))
            let now = try await world.store.read { try $0.auditHead()?.size }
            try #require(now == self.size)
            self.world = world
            let questions = Questions()
            self.receiver = try #require(
                TestReceiver { connection in
                    HTTPReceiver.serve(connection) { request in
                        questions.all.withLock { $0.append(request.lines.first ?? "") }
                        return 422
                    }
                    return .close
                })
            self.questions = questions
            self.asker = WitnessAsker(group: self.group)
        }

        func contacts() throws -> [WitnessContact] {
            let key = try NoteSigner(name: "witness.example/one", key: GrowingLog.key(7), kind: .cosignature)
            let settings = WitnessSettings(
                name: "one", url: "http://127.0.0.1:\(self.receiver.port)", key: key.verifierKey)
            return [WitnessContact(settings, asker: self.asker, store: self.world.store)]
        }

        func close() async throws {
            self.receiver.stop()
            await self.asker.close()
            try await self.group.shutdownGracefully()
        }

        static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    @Test func `a start at that size asks whether the witness stands there, and no more`() async throws {
        let ground = try await Ground()
        let check = AnchorCheck(
            store: ground.world.store, file: nil, contacts: try ground.contacts(), board: ground.board,
            logger: Ground.silent)
        #expect(try await check.contradictions().isEmpty, "it stands where it was accepted to stand")
        #expect(ground.asked == ["old \(ground.size)"])
        #expect(ground.board.report.hasLostAnchors)
        _ = try await ground.world.perform(CreateProject(name: "two"))
        _ = try await check.contradictions()
        #expect(ground.asked == ["old \(ground.size)", "old 0"], "any other size is asked about as ever")
        try await ground.close()
    }

    @Test func `while running it waits for the next entry`() async throws {
        let ground = try await Ground()
        let looks = Counter()
        let time = TimeSource(
            wallTime: { WallTime(seconds: 1_800_000_000) }, monotonic: { 1_000_000_000 },
            sleep: { _ in
                looks.count.add(1, ordering: .relaxed)
                await Task.yield()
            })
        let service = AnchorService(
            store: ground.world.store, file: nil, contacts: try ground.contacts(), board: ground.board, time: time,
            logger: Ground.silent, thread: .singleton)
        let running = Task { try await service.run() }
        while looks.count.load(ordering: .relaxed) < 50 { await Task.yield() }
        #expect(ground.asked.isEmpty)
        _ = try await ground.world.perform(CreateProject(name: "two"))
        while ground.asked.isEmpty { await Task.yield() }
        #expect(ground.asked == ["old 0"])
        running.cancel()
        try? await running.value
        try await ground.close()
    }

    private final class Counter: Sendable {
        let count = Atomic(0)
    }
}
