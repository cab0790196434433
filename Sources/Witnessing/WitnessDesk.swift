package import Auditing
import DurableFiles
package import Keys
package import Logging
import NIOPosix
import Synchronization

/// Judges a checkpoint, writes it down, and only then cosigns. One thread does it all, so that of two requests for one
/// place the second finds what the first has changed.
package final class WitnessDesk: Sendable {
    private let memory: WitnessMemory
    private let signer: NoteSigner
    private let now: @Sendable () -> WallTime
    private let logger: Logger
    private let onFault: @Sendable (WitnessFault) -> Void
    private let thread: NIOThreadPool
    private let state: Mutex<State>

    private struct State {
        var logs: [String: WitnessedLog]
        /// At most two a log.
        var alarms: [AlarmPace.Subject: AlarmPace] = [:]
        /// Once remembering has failed, nothing is cosigned any more.
        var isOver = false
    }

    /// Reads what is remembered of each log; throws `WitnessFault` or `FileFailure`. `onFault` is told when a write or sync
    /// failed: the process should end.
    package init(
        logs: [(origin: String, keys: [NoteVerifierKey])], memory: WitnessMemory, signer: NoteSigner,
        now: @escaping @Sendable () -> WallTime, logger: Logger,
        onFault: @escaping @Sendable (WitnessFault) -> Void
    ) throws {
        var known: [String: WitnessedLog] = [:]
        for log in logs {
            let latest = try memory.latest(of: log.origin)
            known[log.origin] = WitnessedLog(origin: log.origin, keys: log.keys, latest: latest)
        }
        self.memory = memory
        self.signer = signer
        self.now = now
        self.logger = logger
        self.onFault = onFault
        self.state = .init(State(logs: known))
        self.thread = NIOThreadPool(numberOfThreads: 1)
        self.thread.start()
    }

    /// The last checkpoint cosigned of a log, or the empty tree; `nil` when the log is not looked after.
    package func latest(of origin: String) -> Checkpoint? { self.state.withLock { $0.logs[origin]?.latest } }

    /// Answers what was sent to `add-checkpoint`.
    package func add(_ body: [UInt8]) async -> WitnessReply {
        let request: WitnessRequest
        do {
            request = try WitnessRequest(body: body)
        } catch {
            return .init(status: 400, body: error.message + "\n")
        }
        return (try? await self.thread.runIfActive { self.judge(request) }) ?? Self.ending
    }

    /// Ends once everything that was asked is answered.
    package func close() async { try? await self.thread.shutdownGracefully() }

    private func judge(_ request: WitnessRequest) -> WitnessReply {
        let (log, isOver) = self.state.withLock { ($0.logs[request.checkpoint.origin], $0.isOver) }
        guard !isOver else { return Self.ending }
        let verdict = log?.judge(request) ?? .unknownOrigin
        self.report(verdict, request, log)
        guard let log, verdict == .cosign else { return WitnessReply(refusing: verdict) ?? Self.ending }
        return self.cosign(request, of: log)
    }

    private func cosign(_ request: WitnessRequest, of log: WitnessedLog) -> WitnessReply {
        var log = log
        do {
            let signature = try self.signer.sign(
                request.note.text, timestamp: UInt64(clamping: self.now().seconds))
            // What is remembered already needs no writing: anybody may ask again, as often as they like.
            guard request.checkpoint != log.latest else { return .cosigned(signature) }
            let note = try SignedNote(
                text: request.note.text, signatures: log.signatures(on: request.note) + [signature])
            try self.memory.remember(note, of: log.origin)
            log.advance(to: request.checkpoint)
            self.state.withLock { [log] in $0.logs[log.origin] = log }
            return .cosigned(signature)
        } catch {
            return self.refuse(error)
        }
    }

    /// What is not remembered is not signed. A full disk may have room again; after a failed write or sync nobody knows
    /// what the disk holds.
    private func refuse(_ error: any Error) -> WitnessReply {
        self.logger.error("a checkpoint could not be remembered", metadata: ["reason": "\(error)"])
        if let failure = error as? FileFailure, [.full, .denied].contains(failure.code) {
            return .init(status: 507, body: "the witness has no room to remember the checkpoint\n")
        }
        self.state.withLock { $0.isOver = true }
        self.onFault(.init(.stateFailed, "the witness cannot remember what it cosigns: \(error)"))
        return Self.ending
    }

    private static let ending = WitnessReply(status: 503, body: "the witness is about to end\n")
}

extension WitnessDesk {
    /// A contradiction is told loudly, with what proves it; everything else is normal work.
    private func report(_ verdict: WitnessVerdict, _ request: WitnessRequest, _ log: WitnessedLog?) {
        let checkpoint = request.checkpoint
        switch verdict {
        case .cosign, .otherSize, .oldSizeBeyond, .untrusted, .unknownOrigin, .uselessProof:
            self.logger.debug(
                "checkpoint judged",
                metadata: ["origin": "\(checkpoint.origin)", "size": "\(checkpoint.size)", "verdict": "\(verdict)"])
        case .fork(let cosigned):
            self.alarm(
                "the log has forked: it signed another root for the size cosigned last", request, log, cosigned,
                isProven: true)
        case .unproven(let cosigned):
            self.alarm(
                "a proof is wrong, or the log has forked: its checkpoint does not follow from the last one", request,
                log, cosigned, isProven: false)
        }
    }

    /// Tells what this witness knows and the checkpoint with the log's own signatures: whatever else a request holds is
    /// whoever sent it.
    private func alarm(
        _ message: Logger.Message, _ request: WitnessRequest, _ log: WitnessedLog?, _ cosigned: Checkpoint,
        isProven: Bool
    ) {
        let subject = AlarmPace.Subject(origin: cosigned.origin, isProven: isProven)
        let now = self.now()
        guard let log, let omitted = self.state.withLock({ $0.alarms[subject, default: .init()].tell(at: now) })
        else { return }
        let note = try? SignedNote(text: request.note.text, signatures: log.signatures(on: request.note))
        self.logger.error(
            message,
            metadata: [
                "origin": "\(cosigned.origin)", "cosigned_size": "\(cosigned.size)",
                "cosigned_root": "\(cosigned.root.hexadecimal)", "size": "\(request.checkpoint.size)",
                "root": "\(request.checkpoint.root.hexadecimal)", "note": "\(note?.serialized ?? "")",
                "omitted": "\(omitted)",
            ])
    }
}
