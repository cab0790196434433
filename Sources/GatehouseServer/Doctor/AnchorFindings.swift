import AdminAPI
import Auditing

/// Whether anybody outside the data folder would notice an older copy of it, and whether somebody has.
enum AnchorFindings {
    static func findings(_ report: AnchorBoard.Report) -> [AdminFinding] {
        guard report.hasAnchor else {
            return [
                .init(
                    kind: "rollback_undetectable", severity: .warning,
                    title: "Nobody outside the data folder knows the audit log: rollback is undetectable.",
                    cure:
                        "Name a witness in audit.witnesses, or a file elsewhere in audit.anchorFile (docs/witness.md).")
            ]
        }
        return Self.lost(report) + Self.file(report.file) + report.witnesses.flatMap(Self.witness)
    }

    private static func lost(_ report: AnchorBoard.Report) -> [AdminFinding] {
        guard report.hasLostAnchors else { return [] }
        return [
            .init(
                kind: "rollback_undetectable", severity: .warning,
                title: "Every witness contradicts this data and there is no other anchor: rollback is undetectable.",
                cure:
                    "Find out which copy is right. Where this one was accepted, have the witnesses' operators run 'gatehouse witness forget' (docs/witness.md)."
            )
        ]
    }

    private static func file(_ file: AnchorBoard.FileState?) -> [AdminFinding] {
        guard let file, let failure = file.failure else { return [] }
        return [
            .init(
                kind: "anchor_file_not_written", severity: .critical,
                title: "The anchor file cannot be written: \(failure).", subject: file.path,
                cure: "Mend the folder it lies in. Until then a rollback to \(file.size) entries is not noticed.")
        ]
    }

    private static func witness(_ witness: AnchorBoard.Witness) -> [AdminFinding] {
        guard let failure = witness.failure else { return [] }
        guard failure.isContradiction else {
            return [
                .init(
                    kind: "witness_silent", severity: .warning, title: "The witness \(failure.reason).",
                    subject: witness.name,
                    cure: "Look at the witness and the way to it, and whether it knows this log and its key.")
            ]
        }
        return [
            .init(
                kind: "witness_contradicts", severity: .critical, title: "The witness \(failure.reason).",
                subject: witness.name,
                cure:
                    "Another copy of this data runs or ran, or this is an older one: stop, and find out which is right."
            )
        ]
    }
}
