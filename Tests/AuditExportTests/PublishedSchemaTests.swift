import AuditExport
import Auditing
import Foundation
import Testing

/// Every act as an OCSF record, held to the published schema by a judge that is not ours (scripts/check-ocsf).
@Suite struct PublishedSchemaTests {
    /// The program and its first arguments.
    private static let judge = ProcessInfo.processInfo.environment["GATEHOUSE_OCSF_JUDGE"]?.split(separator: " ").map(
        String.init)

    @Test(.enabled(if: judge != nil, "run by scripts/check-ocsf"))
    func `every record is what the published schema says`() throws {
        let judge = try #require(Self.judge)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).ndjson")
        defer { try? FileManager.default.removeItem(at: file) }
        try Self.lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: judge[0])
        process.arguments = Array(judge.dropFirst()) + [file.path]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: printed, as: UTF8.self))")
    }

    /// A full and a plain record of each act, done and refused.
    private static var lines: [String] {
        AuditAction.allCases.flatMap { action in
            [RecordFixtures.fullDraft, RecordFixtures.plainDraft].flatMap { draft in
                AuditEntry.Decision.allCases.map { decision in
                    var draft = draft
                    (draft.action, draft.decision) = (action, decision)
                    return RecordFixtures.line(.ocsf, RecordFixtures.record(draft))
                }
            }
        }
    }
}
