import Foundation
import Testing

/// docs/cli.md is written from the program; this fails when it no longer is what the program says.
@Suite struct ReferenceTests {
    @Test func `the reference equals what the program says of itself`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", root.path + "/scripts/generate-cli-reference", "--check", ProgramRun.program.path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "run scripts/generate-cli-reference \(ProgramRun.program.path)")
    }
}
