import ArgumentParser
import AuditVerifier
import Foundation

/// `gatehouse audit verify`
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a copied log, or the proof of one entry, offline with public keys alone.",
        discussion: """
            EXAMPLES
              gatehouse audit verify ./audit --key log.example+6a0f…
              gatehouse audit verify ./audit --key log.example+6a0f… --witness w1.example+91c2… --extends ./audit-march
              gatehouse audit verify --proof 12.tlog-proof --entry 12.leaf --key log.example+6a0f…
              gatehouse audit verify --proof 12.tlog-proof --entry 12.leaf --key log.example+6a0f… --keys ./audit/keys

            An entry is what `gatehouse audit show 12 --leaf` prints. Copy `checkpoint` first, then the tiles. Exit 3
            when the answer is bad; the first bad entry is named.

            A key that was replaced since still verifies: the notes in `keys/`, signed by it, lead to those that follow.
            """)

    /// Longest proof and entry that a log can have.
    private static let longestFile = 1 << 20

    @Argument(help: "The copied folder: checkpoint, tile/…, tile/entries/….", completion: .directory)
    var folder: String?

    @Option(
        name: .customLong("key"),
        help: .init(
            "The log's public key: NAME+HASH+KEY. One of several is enough. May be repeated. (default: none)",
            valueName: "key"))
    var logKeys: [String] = []

    @Option(
        help: .init(
            "The notes that name the log's later keys, for --proof. (default: keys in the copied folder)",
            valueName: "folder"), completion: .directory)
    var keys: String?

    @Option(
        name: .customLong("witness"),
        help: .init("A witness that must have cosigned. May be repeated. (default: none)", valueName: "key"))
    var witnesses: [String] = []

    @Option(help: .init("So many of the witnesses are enough. (default: all)", valueName: "count"))
    var quorum: Int?

    @Option(
        help: .init("An older checkpoint or copy that the log must begin with. (default: none)", valueName: "path"),
        completion: .file())
    var extends: String?

    @Option(
        help: .init("The proof of one entry, instead of a folder. (default: none)", valueName: "path"),
        completion: .file(extensions: ["tlog-proof"]))
    var proof: String?

    @Option(
        help: .init(
            "The entry as `audit show --leaf` prints it, byte for byte; a newline may end the file. (default: none)",
            valueName: "path"),
        completion: .file())
    var entry: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard !self.logKeys.isEmpty else { throw ValidationError("Name the log's public key with --key.") }
        guard self.keys == nil || self.proof != nil else { throw ValidationError("--keys goes with --proof.") }
        guard (self.folder != nil) != (self.proof != nil) else {
            throw ValidationError("Name a folder, or a proof with --proof.")
        }
        guard (self.proof != nil) == (self.entry != nil) else {
            throw ValidationError("--proof and --entry go together.")
        }
        guard self.folder != nil || self.extends == nil else { throw ValidationError("--extends goes with a folder.") }
    }

    func run() async throws {
        let output = try Output(self.output)
        let document = try await self.verified(output)
        try output.show(
            document, order: ["state", "code", "entry", "detail", "file", "origin", "size", "root"], essential: "state")
        guard document["state"]?.string != VerificationDocument.good else { return }
        throw ExitCode(ExitReason.badFindings.rawValue)
    }

    private func verified(_ output: Output) async throws -> JSONValue {
        do {
            let trust = try Trust(
                logs: self.logKeys.map { try TrustedKey($0) }, witnesses: self.witnesses.map { try TrustedKey($0) },
                quorum: self.quorum)
            if let proof = self.proof, let entry = self.entry { return try self.verdict(proof, entry, trust) }
            return try await self.verdict(self.folder ?? ".", trust, output)
        } catch let error as VerifierError {
            throw Self.failure(error)
        }
    }

    private func verdict(_ proof: String, _ path: String, _ trust: Trust) throws -> JSONValue {
        let proof = try InputFile.read(proof, atMost: Self.longestFile)
        var entry = try InputFile.read(path, atMost: Self.longestFile)
        // Editors and shells end files so; an entry never does.
        if entry.last == 0x0a { entry.removeLast() }
        guard EntryProof.isLeaf(entry) else {
            throw CommandFailure(
                .malformedInput, code: "entry_no_leaf", "\(path) is no leaf of an audit log.",
                fix: "gatehouse audit show NUMBER --leaf > \(CurlLine.quoted(path))")
        }
        let known: Trust
        do {
            known = try self.keys.map { try KeySuccessions(path: $0).extend(trust) } ?? trust
        } catch let finding as LogFinding {
            return VerificationDocument.of(finding)
        }
        switch EntryProof.verdict(proof: proof, entry: entry, trust: known) {
        case .good(let index, let report): return VerificationDocument.of(report, entry: index)
        case .bad(let finding): return VerificationDocument.of(finding)
        }
    }

    private func verdict(_ folder: String, _ trust: Trust, _ output: Output) async throws -> JSONValue {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(.malformedInput, code: "input_unreadable", "\(folder) is no folder.")
        }
        let check = LogCheck(
            LogFolder(folder), trust: trust, older: try self.extends.map { try OlderLog(path: $0) },
            workers: ProcessInfo.processInfo.activeProcessorCount)
        var progress = ProgressLine(isShown: output.format == .people && output.terminal.errorIsTerminal)
        let verdict: LogVerdict
        do {
            verdict = try await check.run { progress.update("verified \($0) entries…") }
        } catch {
            progress.end()
            throw error
        }
        progress.end()
        switch verdict {
        case .good(let report): return VerificationDocument.of(report)
        case .bad(let finding): return VerificationDocument.of(finding)
        }
    }

    private static func failure(_ error: VerifierError) -> CommandFailure {
        switch error.code {
        case .keyMalformed: .usage("\(error.message).")
        case .fileUnreadable, .fileNotPlain: .init(.malformedInput, code: "input_unreadable", "\(error.message).")
        }
    }
}
