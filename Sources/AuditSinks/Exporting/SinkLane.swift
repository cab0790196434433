import AuditExport
import Auditing
import Keys
import Logging
import Storage

/// Carries the audit log to one sink: does what `SinkProgress` says, and tells it what came of it.
struct SinkLane: Sendable {
    let index: Int
    let settings: SinkSettings
    let store: any Store
    let board: ExportBoard
    let clock: ExporterClock
    let logger: Logger

    /// Delivers until the task is cancelled, then lets go of the sink.
    func run(_ sink: any AuditSink) async {
        if let progress = await self.begin() { await self.deliver(to: sink, progress) }
        await sink.shutDown()
    }

    private func deliver(to sink: any AuditSink, _ start: SinkProgress) async {
        var progress = start
        while !Task.isCancelled {
            let step = progress.next(logSize: self.board.logSize, at: self.clock.now())
            self.board.note(self.index, progress)
            switch step {
            case .deliver(let from, let count): await self.deliver(from, count, to: sink, &progress)
            case .keep(let position): await self.keep(position, &progress)
            case .wait(let nanoseconds): await self.clock.sleep(nanoseconds)
            }
        }
        // After an orderly stop nothing comes twice.
        if !progress.isKept { await self.keep(progress.position, &progress) }
    }

    /// Where the sink left off; waits for a store that cannot be read yet.
    private func begin() async -> SinkProgress? {
        let name = self.settings.name
        let startsAtNewest = self.settings.startsAtNewest
        while !Task.isCancelled {
            do {
                let (position, isKept) = try await self.store.read { reader in
                    if let position = try reader.exportPosition(of: name) { return (position, true) }
                    return (startsAtNewest ? try reader.auditLogSize() : 0, false)
                }
                return .init(position: position, isKept: isKept, mostRecords: self.settings.mostRecords)
            } catch {
                self.warn("an audit sink waits for the store", "\(error)")
                await self.clock.sleep(SinkProgress.keepInterval)
            }
        }
        return nil
    }

    private func deliver(
        _ from: UInt64, _ count: Int, to sink: any AuditSink, _ progress: inout SinkProgress
    ) async {
        do throws(SinkFailure) {
            let records = try await self.records(from, count)
            // The log is no longer than it was: nothing to do until it is looked at again.
            guard !records.isEmpty else { return await self.clock.sleep(SinkProgress.lookInterval) }
            let arrived = try await sink.deliver(records)
            let hadFailed = progress.failures > 0
            progress.delivered(arrived)
            self.board.note(self.index, progress, delivered: arrived)
            if hadFailed { self.logger.notice("an audit sink takes records again", metadata: self.metadata) }
        } catch {
            guard error.code != .stopped else { return }
            self.fail(error, &progress)
        }
    }

    private func records(_ from: UInt64, _ count: Int) async throws(SinkFailure) -> [AuditRecord] {
        do {
            let includesDetails = self.settings.includesDetails
            let entries = try await self.store.read { try $0.auditEntries(since: from, limit: count) }
            // A gap would be a hole in the log, which is never passed over in silence.
            guard entries.first.map({ $0.entry.sequence == from }) ?? true else {
                throw SinkFailure(.log, "audit entry \(from) is missing")
            }
            return entries.map { AuditRecord($0, includesDetails: includesDetails) }
        } catch let failure as SinkFailure {
            throw failure
        } catch {
            throw .init(.log, "the audit log cannot be read: \(error)")
        }
    }

    private func keep(_ position: UInt64, _ progress: inout SinkProgress) async {
        let name = self.settings.name
        do {
            try await self.store.write(.ordinary) { try $0.putExportPosition(position, of: name) }
            progress.kept(position, at: self.clock.now())
        } catch {
            // Records go on; more of them come twice after a restart.
            progress.kept(nil, at: self.clock.now())
            self.logger.debug("the position of an audit sink was not kept", metadata: self.metadata)
        }
    }

    private func fail(_ failure: SinkFailure, _ progress: inout SinkProgress) {
        let isFirst = progress.failures == 0
        progress.failed(at: self.clock.now(), chance: self.clock.chance())
        self.board.note(self.index, progress, failure: failure)
        // Once for each time it fails after it worked; the metric counts the rest.
        if isFirst { self.warn("an audit sink takes no records; they are kept and sent again", failure.message) }
    }

    private var metadata: Logger.Metadata { ["sink": "\(self.settings.name)"] }

    private func warn(_ message: Logger.Message, _ reason: String) {
        self.logger.warning(message, metadata: ["sink": "\(self.settings.name)", "reason": "\(reason)"])
    }
}
