import Auditing
import ConfigurationReading
import KeyManagement
import Keys
import Logging
import NIOPosix
import ServiceLifecycle
import Storage

/// Tells the anchors of each checkpoint, at most one a second and never while a request waits for it: writes the anchor
/// file, and asks each witness for its cosignature, so that a slow one holds up no other.
struct AnchorService: Service {
    /// Between looks at the log.
    static let pauseMs = 1000
    /// A witness is asked again about a checkpoint it has cosigned, so that its word is never older than this.
    static let refresh: UInt64 = 300_000_000_000

    let store: any Store
    let file: AnchorFile?
    let contacts: [WitnessContact]
    let board: AnchorBoard
    let time: TimeSource
    let logger: Logger
    /// The file is written here: a sync may take its time.
    let thread: NIOThreadPool

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.keepFile() }
                for index in self.contacts.indices { group.addTask { await self.keepAsking(index) } }
            }
        }
    }

    /// The last words before the end, once nothing is written any more: what the next start finds.
    func finish() async { _ = await self.writeFile(unless: nil) }

    private func keepFile() async {
        var written: SignedNote?
        while !Task.isCancelled {
            written = await self.writeFile(unless: written) ?? written
            await self.time.sleep(Self.pauseMs)
        }
    }

    /// Writes the newest checkpoint, unless it is the one written last. Returns it when it was written.
    private func writeFile(unless written: SignedNote?) async -> SignedNote? {
        guard let file, let (note, checkpoint) = await self.newest(), note != written else { return nil }
        do {
            try await self.thread.runIfActive { try file.write(note) }
            self.board.noteFile(size: checkpoint.size, failure: nil)
            return note
        } catch {
            if self.board.noteFile(size: 0, failure: "\(error)") {
                self.logger.error("the anchor file cannot be written", metadata: ["reason": "\(error)"])
            }
            return nil
        }
    }

    private func keepAsking(_ index: Int) async {
        var contact = self.contacts[index]
        var pace = RetryPace()
        var last: (note: SignedNote, at: MonotonicNanoseconds)?
        // Nothing is accepted any more once this runs.
        var accepted: AcceptedRollbacks?
        while !Task.isCancelled {
            let now = self.time.monotonic()
            if accepted == nil {
                let name = contact.name
                accepted = try? await self.store.read { try AcceptedRollbacks.read(of: [name], in: $0) }
            }
            if let accepted, pace.allows(at: now), let (note, checkpoint) = await self.newest(),
                Self.isDue(note, last, now), !accepted.sizes(of: contact.name).contains(checkpoint.size)
            {
                switch await contact.ask(about: note, checkpoint) {
                case .cosigned(let signature):
                    self.board.note(signature, on: note, size: checkpoint.size, by: index)
                    pace.succeeded()
                    last = (note, now)
                case .failed(let failure):
                    self.report(failure, of: contact, index)
                    pace.failed(at: self.time.monotonic(), chance: .random(in: 0...UInt64.max))
                }
            }
            await self.time.sleep(Self.pauseMs)
        }
    }

    private static func isDue(
        _ note: SignedNote, _ last: (note: SignedNote, at: MonotonicNanoseconds)?, _ now: MonotonicNanoseconds
    ) -> Bool {
        guard let last, last.note == note else { return true }
        return now &- last.at >= self.refresh
    }

    private func report(_ failure: WitnessFailure, of contact: WitnessContact, _ index: Int) {
        guard self.board.note(failure, by: index), !Task.isCancelled else { return }
        let metadata: Logger.Metadata = ["witness": "\(contact.settings.name)", "reason": "\(failure.reason)"]
        if failure.isContradiction {
            self.logger.critical("a witness contradicts the audit log: rolled back or forked", metadata: metadata)
        } else {
            self.logger.warning("a witness does not cosign", metadata: metadata)
        }
    }

    /// The newest checkpoint with entries; `nil` while there is none or it cannot be read.
    private func newest() async -> (note: SignedNote, checkpoint: Checkpoint)? {
        try? await self.store.read { reader in
            guard let note = try reader.auditCheckpoint() else { return nil }
            let checkpoint = try reader.auditHead(in: note)
            return checkpoint.size > 0 ? (note, checkpoint) : nil
        }
    }
}
