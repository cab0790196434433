import Auditing
import Keys
import Synchronization

/// What is known of the anchors now: read by metrics, `doctor` and whoever publishes the checkpoint.
final class AnchorBoard: Sendable {
    /// How it stands with one witness.
    struct Witness: Hashable, Sendable {
        let name: String
        /// The size it cosigned last, since the start; 0 before.
        var size: UInt64 = 0
        /// Why its last answer was none; `nil` when it cosigned.
        var failure: WitnessFailure?
        /// It has contradicted the store and not cosigned since: an older copy yet would get the same answer.
        var hasTurnedAway = false
        /// Failures since the start, and those that contradict the store.
        var failures: UInt64 = 0
        var contradictions: UInt64 = 0
    }

    /// How it stands with all of them.
    struct Report: Hashable, Sendable {
        var file: FileState?
        var witnesses: [Witness]

        /// Whether anybody outside knows the log.
        var hasAnchor: Bool { self.file != nil || !self.witnesses.isEmpty }

        /// Whether there are anchors, and all are witnesses whose contradiction is known and accepted already.
        var hasLostAnchors: Bool {
            self.file == nil && !self.witnesses.isEmpty && self.witnesses.allSatisfy(\.hasTurnedAway)
        }
    }

    /// How it stands with the anchor file.
    struct FileState: Hashable, Sendable {
        let path: String
        /// The size it holds.
        var size: UInt64 = 0
        /// Failures since the start.
        var failures: UInt64 = 0
        /// Why it could not be written; `nil` when it was.
        var failure: String?
    }

    private struct State {
        var report: Report
        /// The newest text that was cosigned, and by whom.
        var text = ""
        var signatures: [NoteSignature] = []
    }

    private let state: Mutex<State>

    /// `witnesses`: By name.
    init(file: String?, witnesses: [String]) {
        let report = Report(
            file: file.map { FileState(path: $0) }, witnesses: witnesses.map { Witness(name: $0) })
        self.state = .init(State(report: report))
    }

    var report: Report { self.state.withLock { $0.report } }

    /// What witnesses have signed under exactly this checkpoint.
    func cosignatures(of note: SignedNote) -> [NoteSignature] {
        self.state.withLock { $0.text == note.text ? $0.signatures : [] }
    }

    /// A witness has cosigned.
    func note(_ signature: NoteSignature, on note: SignedNote, size: UInt64, by witness: Int) {
        self.state.withLock { state in
            state.report.witnesses[witness].size = size
            state.report.witnesses[witness].failure = nil
            state.report.witnesses[witness].hasTurnedAway = false
            if state.text != note.text {
                state.text = note.text
                state.signatures = []
            }
            // One of each: a later one is of a later time.
            state.signatures.removeAll { $0.name == signature.name && $0.keyID == signature.keyID }
            state.signatures.append(signature)
        }
    }

    /// A witness has not cosigned. Returns whether that is news.
    @discardableResult
    func note(_ failure: WitnessFailure, by witness: Int) -> Bool {
        self.state.withLock { state in
            let before = state.report.witnesses[witness].failure
            state.report.witnesses[witness].failure = failure
            state.report.witnesses[witness].failures += 1
            if failure.isContradiction {
                state.report.witnesses[witness].contradictions += 1
                state.report.witnesses[witness].hasTurnedAway = true
            }
            return before != failure
        }
    }

    /// The anchor file was written, or not. Returns whether a failure is news.
    @discardableResult
    func noteFile(size: UInt64, failure: String?) -> Bool {
        self.state.withLock { state in
            let before = state.report.file?.failure
            state.report.file?.failure = failure
            if failure == nil { state.report.file?.size = size } else { state.report.file?.failures += 1 }
            return before != failure
        }
    }
}
