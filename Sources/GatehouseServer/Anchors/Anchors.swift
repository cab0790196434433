import Auditing
import ConfigurationReading
import DurableFiles
import KeyManagement
import Logging
import NIOCore
import NIOPosix
import Storage
import Witnessing

/// Whoever outside the data folder remembers the audit log: asked before a start, told of every checkpoint after it.
struct Anchors: Sendable {
    let board: AnchorBoard
    private let store: any Store
    private let file: AnchorFile?
    private let contacts: [WitnessContact]
    private let asker: WitnessAsker
    private let thread: NIOThreadPool
    private let challenge: RollbackChallenge
    private let time: TimeSource
    private let logger: Logger

    /// Throws `StartFailure` for an anchor file that would guard nothing.
    init(
        _ configuration: ServerConfiguration, store: any Store, group: any EventLoopGroup, logger: Logger,
        time: TimeSource = .system
    ) throws(StartFailure) {
        let audit = configuration.audit
        var file: AnchorFile?
        if let path = audit.anchorFile {
            file = try AnchorFile(path: path, dataFolder: configuration.dataFolder)
        }
        let asker = WitnessAsker(group: group)
        self.file = file
        self.contacts = audit.witnesses.map { WitnessContact($0, asker: asker, store: store, time: time) }
        self.board = AnchorBoard(file: file?.path, witnesses: audit.witnesses.map(\.name))
        self.store = store
        self.asker = asker
        self.thread = NIOThreadPool(numberOfThreads: 1)
        self.thread.start()
        self.challenge = RollbackChallenge(dataFolder: configuration.dataFolder)
        self.time = time
        self.logger = logger
    }

    /// Lets the start go on when the store holds what the anchors know, or two operators accept that it does not. Their
    /// keys are used here or nowhere.
    ///
    /// - Throws: `StartFailure` with `rolledBack`.
    func check(_ acceptance: RollbackAcceptance?, _ control: ControlPlane) async throws {
        defer { acceptance?.wipe() }
        let check = AnchorCheck(
            store: self.store, file: self.file, contacts: self.contacts, board: self.board, logger: self.logger)
        let contradictions = try await check.contradictions()
        guard let name = try self.name(contradictions) else { return }
        guard let acceptance, acceptance.name == name else {
            throw StartFailure(.rolledBack, Self.refusal(contradictions, name, acceptance))
        }
        do {
            let operators = try await acceptance.use { tokens in
                try await control.acceptRollback(contradictions, tokens: tokens)
            }
            try self.challenge.spend()
            self.logger.critical(
                "operators have accepted a rollback",
                metadata: ["operators": "\(operators)", "reason": "\(contradictions.map(\.sentence))"])
        } catch let error as ManagementError {
            throw StartFailure(
                .rolledBack, "\(Self.found(contradictions)). The acceptance does not count: \(error.message)")
        }
    }

    /// What the rollback is called; `nil` when there is none.
    private func name(_ contradictions: [AnchorContradiction]) throws(StartFailure) -> RollbackName? {
        guard !contradictions.isEmpty else { return nil }
        do throws(FileFailure) {
            return RollbackName(contradictions, challenge: try self.challenge.current(at: self.time.wallTime()))
        } catch {
            throw StartFailure(
                .rolledBack, "\(Self.found(contradictions)). It cannot be accepted either: \(error.message)")
        }
    }

    /// What goes on telling the anchors.
    var service: AnchorService {
        AnchorService(
            store: self.store, file: self.file, contacts: self.contacts, board: self.board, time: self.time,
            logger: self.logger, thread: self.thread)
    }

    /// Tells the file what was written last. Called once nothing writes any more.
    func finish() async { await self.service.finish() }

    func close() async {
        await self.asker.close()
        try? await self.thread.shutdownGracefully()
    }

    private static func refusal(
        _ contradictions: [AnchorContradiction], _ name: RollbackName, _ acceptance: RollbackAcceptance?
    ) -> String {
        let stale = acceptance == nil ? "" : ". What was accepted is another rollback than this one"
        return Self.found(contradictions) + stale
            + ". Put the newer data back; to go on with what is here, two operators accept it: "
            + "gatehouse serve --accept-rollback \(name) --operator-token-file FILE --operator-token-file FILE"
    }
    private static func found(_ contradictions: [AnchorContradiction]) -> String {
        contradictions.map(\.sentence).joined(separator: "; ")
    }
}
