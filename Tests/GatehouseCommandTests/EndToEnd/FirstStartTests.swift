import Foundation
import Testing

@testable import gatehouse

/// The first start with `--dev`, and what it says when it fails.
@Suite struct FirstStartTests {
    @Test func `a first start that cannot listen says so in one line, and leaves its key to the next`() throws {
        let other = try ServedGatehouse()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/gatehouse.yaml"
        func configure(admin: Int) throws {
            try ServedGatehouse.configuration(data: folder + "/data", upstream: 9, admin: admin)
                .write(toFile: file, atomically: true, encoding: .utf8)
        }
        try configure(admin: other.adminPort)
        let failed = try ProgramRun(["serve", "--dev", "--config", file])
        #expect(failed.status == ExitReason.addressUnavailable.rawValue)
        #expect(!failed.output.contains("gk_"), "a key that is not shown again must not be issued")
        #expect(failed.error.hasPrefix("error: ") && failed.error.split(separator: "\n").count == 1, "\(failed.error)")
        try configure(admin: 0)
        let server = try BackgroundProgram(["serve", "--dev", "--config", file], folder: folder)
        defer { server.end(SIGKILL) }
        let report = try server.printed(until: "Ctrl-C stops.")
        #expect(report.contains("Your first key. It is shown this once:") && report.contains("  gk_dev_"))
    }

    @Test func `without a configuration the way out is named, also after --dev`() throws {
        for command in ["check", "show"] {
            let run = try ProgramRun(["config", command])
            #expect(run.status == ExitReason.configurationRefused.rawValue)
            #expect(run.error.contains("gatehouse init") && run.error.contains("'serve --dev' needs none"))
        }
    }

    @Test func `a crash prints no registers and no memory`() throws {
        let server = try ServedGatehouse()
        #expect(server.stop(SIGSEGV) == SIGSEGV)
        #expect(server.log.isEmpty, "\(server.log)")
    }
}
