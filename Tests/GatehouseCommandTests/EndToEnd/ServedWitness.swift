import Auditing
import Foundation
import TestKit
import Testing

@testable import gatehouse

/// `gatehouse witness` in a folder of its own, on a free port.
final class ServedWitness {
    let folder: String
    private var program: BackgroundProgram
    private(set) var port = 0
    /// What checks its cosignatures.
    let key: NoteVerifierKey

    var configuration: String { self.folder + "/witness.yaml" }
    var state: String { self.folder + "/state" }
    var log: String { (try? String(contentsOfFile: self.folder + "/log", encoding: .utf8)) ?? "" }
    var url: String { "http://127.0.0.1:\(self.port)" }

    init(logs: [NoteVerifierKey], name: String = "witness.example/w") throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gatehouse-witness-\(UUID().uuidString)").path
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let arguments = [
            "witness", "init", "--config", folder + "/witness.yaml", "--name", name, "--state", folder + "/state",
            "--key-file", folder + "/keys/witness.key", "-q",
        ]
        let made = try ProgramRun(arguments + logs.flatMap { ["--log-key", $0.description] })
        try #require(made.status == 0, "\(made.error)")
        self.key = try NoteVerifierKey(made.output.trimmingCharacters(in: .whitespacesAndNewlines))
        let file = folder + "/witness.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("port: 8083", with: "port: 0").write(toFile: file, atomically: true, encoding: .utf8)
        self.program = try BackgroundProgram(["witness", "--config", "witness.yaml"], folder: folder)
        try self.awaitPort()
    }

    deinit {
        self.program.end(SIGKILL)
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 { self.program.end(signal) }

    /// Starts it again on the same state, on the same port unless another is asked for.
    func start(port: Int? = nil) throws {
        let text = try String(contentsOfFile: self.configuration, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let changed = lines.map { $0.hasPrefix("port: ") ? "port: \(port ?? self.port)" : $0 }
        try changed.joined(separator: "\n").write(toFile: self.configuration, atomically: true, encoding: .utf8)
        self.program = try BackgroundProgram(["witness", "--config", "witness.yaml"], folder: self.folder)
        try self.awaitPort()
    }

    /// Waits for the program to end by itself.
    func ended() -> Int32 { self.program.ended() }

    func run(_ arguments: String...) throws -> ProgramRun {
        try ProgramRun(["witness"] + arguments + ["--config", self.configuration])
    }

    func add(_ request: WitnessRequest) throws -> GatewayAnswer {
        try GatewayAnswer(
            port: self.port, "POST", "/add-checkpoint", body: String(decoding: request.body, as: UTF8.self))
    }

    private func awaitPort() throws {
        let report = try self.program.printed(until: "logs ")
        let mark = try #require(report.range(of: "http://127.0.0.1:"))
        self.port = try #require(Int(report[mark.upperBound...].prefix { $0.isNumber }))
    }
}
