import KeyImport

/// What has come of an import so far, and what is said of it at the end.
struct ImportTally {
    private let file: ImportFile
    private let isDryRun: Bool
    private var created: Int64 = 0
    private var unchanged: Int64 = 0
    private var createdIdentities: Int64 = 0
    private var weak = 0
    private var toReissue = 0
    private var refused: [JSONValue]
    private var refusedCount: Int
    private(set) var seen = 0

    init(_ file: ImportFile, isDryRun: Bool) {
        self.file = file
        self.isDryRun = isDryRun
        self.refused = file.faults.map { fault in
            .object(["line": .integer(Int64(fault.line)), "result": "refused", "fault": .string(fault.detail)])
        }
        self.refusedCount = file.faultCount
    }

    /// Takes in the answer to one part.
    mutating func add(_ report: JSONValue) {
        let outcomes = report["keys"]?.array ?? []
        self.seen += outcomes.count
        self.created += report["created"]?.integer ?? 0
        self.unchanged += report["unchanged"]?.integer ?? 0
        self.createdIdentities += report["created_identities"]?.integer ?? 0
        for outcome in outcomes {
            if outcome["result"]?.string == "refused" {
                self.refusedCount += 1
                if self.refused.count < ImportFile.mostFaults { self.refused.append(outcome) }
            }
            guard outcome["result"]?.string == "created" else { continue }
            self.weak += outcome["strength"]?.string == "weak" ? 1 : 0
            self.toReissue += outcome["strength"]?.string == "reissue" ? 1 : 0
        }
    }

    /// Says what came of it.
    ///
    /// - Throws: Exit 8 when some keys were left out, 65 when all were.
    func finish(_ output: Output) throws {
        for remark in self.file.remarks { output.note("left out: \(remark)") }
        if output.format == .json {
            output.printJSON(self.document)
        } else {
            output.printLines(self.lines(output))
        }
        guard self.refusedCount > 0 else { return }
        let isPartly = self.created + self.unchanged > 0
        throw CommandFailure(
            isPartly ? .partlyDone : .malformedInput, code: "keys_refused",
            self.refusedCount == 1 ? "1 key was left out." : "\(self.refusedCount) keys were left out.",
            fix: "mend their lines and repeat: what is in stays as it is")
    }

    private var document: JSONValue {
        .members([
            "dry_run": .bool(self.isDryRun), "created": .integer(self.created),
            "unchanged": .integer(self.unchanged), "refused": .integer(Int64(self.refusedCount)),
            "weak": .integer(Int64(self.weak)), "to_reissue": .integer(Int64(self.toReissue)),
            "created_identities": .integer(self.createdIdentities), "faults": .array(self.refused),
            "left_out": .strings(self.file.remarks),
        ])
    }

    private func lines(_ output: Output) -> [String] {
        let faults = self.refused.map { fault in
            let line = fault["line"]?.integer.map(String.init) ?? "?"
            return "line \(line)\t\(PlainText.oneLine(fault["fault"]?.string ?? ""))"
        }
        guard !output.isQuiet else { return faults }
        return faults + [
            "\(self.isDryRun ? "would create" : "created")\t\(self.created)", "unchanged\t\(self.unchanged)",
            "refused\t\(self.refusedCount)", "weak\t\(self.weak)", "to reissue\t\(self.toReissue)",
            "created identities\t\(self.createdIdentities)",
        ]
    }
}
