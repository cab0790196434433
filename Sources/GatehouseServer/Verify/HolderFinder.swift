import Admission
import KeyManagement
import Keys

/// Finds the versions whose secrets somebody has shown, in all environments and by slow hashes where there is no other
/// way. Belongs on no event loop.
struct HolderFinder: Sendable {
    /// What was found out about one token.
    struct Finding: Sendable {
        /// Revoked ones among them.
        var versions: [HeldVersion] = []
        /// Whether there may be more: a slow hash could not be made.
        var isIncomplete = false
    }

    /// Most slow hashes for the tokens of one act.
    static let mostProofs = 200
    /// Environments looked at before others have their turn.
    private static let looksInARow = 256

    let publication: SnapshotPublication
    let desk: ForeignDesk
    let time: TimeSource

    /// A finding for each token, in their order.
    func find(_ tokens: [[UInt8]], from asker: ProofAsker) async -> [Finding] {
        var findings: [Finding] = []
        findings.reserveCapacity(tokens.count)
        var proofs = Self.mostProofs
        var looks = 0
        for token in tokens {
            let snapshot = self.publication.snapshot
            looks += 1 + snapshot.foreignEnvironmentCount
            if looks > Self.looksInARow {
                looks = 0
                await Task.yield()
            }
            findings.append(await self.find(token, in: snapshot, from: asker, proofs: &proofs))
        }
        return findings
    }

    private func find(
        _ token: [UInt8], in snapshot: Snapshot, from asker: ProofAsker, proofs: inout Int
    ) async -> Finding {
        let search = snapshot.search(for: token.span, at: self.time.wallTime())
        var finding = Finding(versions: search.versions)
        for attempt in search.attempts {
            switch await self.holder(of: token, attempt, in: snapshot, from: asker, proofs: &proofs) {
            case .held(let version): finding.versions.append(version)
            case .nobody: break
            case .pending, .noRoom: finding.isIncomplete = true
            }
        }
        return finding
    }

    private func holder(
        of token: [UInt8], _ attempt: WeakAttempt, in snapshot: Snapshot, from asker: ProofAsker, proofs: inout Int
    ) async -> WeakHolder {
        guard proofs > 0 else { return .noRoom }
        let look = {
            self.desk.holder(
                of: token.span, attempt, in: snapshot, from: asker, at: self.time.wallTime(),
                monotonic: self.time.monotonic())
        }
        let known = look()
        guard case .pending(let ticket) = known else { return known }
        proofs -= 1
        await withCheckedContinuation { (made: CheckedContinuation<Void, Never>) in
            self.desk.whenDone(ticket) { made.resume() }
        }
        return look()
    }
}
