import Foundation
import Testing

@testable import gatehouse

/// An installation whose root key lies under a passphrase, before a demo upstream: starts sealed.
final class PassphraseGatehouse {
    static let passphrase = "correct horse battery staple"

    let folder: String
    private let demo: BackgroundProgram
    private var server: BackgroundProgram?
    /// How often this server has said that it is ready.
    private var openings = 0
    private(set) var gatewayPort = 0
    private(set) var adminPort = 0

    var data: String { self.folder + "/data" }
    var configuration: String { self.folder + "/gatehouse.yaml" }
    var processIdentifier: Int32 { self.server?.processIdentifier ?? 0 }

    /// `more` is what the configuration says besides, in a folder.
    init(_ more: (_ folder: String) throws -> String = { _ in "" }) throws {
        self.folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("gatehouse-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        self.demo = try BackgroundProgram(["demo-upstream", "--port", "0"], folder: self.folder)
        let line = try self.demo.printed(until: "\n")
        let port = try #require(Int(line.split(separator: ":").last?.prefix { $0.isNumber } ?? ""))
        let made = try ProgramRun(
            [
                "init", "--slot", "passphrase", "--passphrase-file", "-", "--config", self.folder + "/sample.yaml",
                "--data", self.data,
            ], input: Self.passphrase + "\n")
        try #require(made.status == 0, "\(made.error)")
        let settings = ServedGatehouse.configuration(
            data: self.data, upstream: port, socket: self.folder + "/run/admin.sock")
        let lines = settings.split(separator: "\n", omittingEmptySubsequences: false)
        try lines.filter { !$0.hasPrefix("rootKey") }.joined(separator: "\n")
            .replacingOccurrences(of: "environment: dev", with: "environment: live")
            .appending(more(self.folder))
            .write(toFile: self.configuration, atomically: true, encoding: .utf8)
    }

    deinit {
        self.server?.end(SIGKILL)
        self.demo.end(SIGKILL)
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    /// Starts the server; it is sealed when this returns.
    func start() throws {
        let server = try BackgroundProgram(["serve", "--config", "gatehouse.yaml"], folder: self.folder)
        self.server = server
        self.openings = 0
        _ = try server.printed(until: "is sealed: nothing is served")
        _ = try server.printed(until: "Ctrl-C stops.")
    }

    @discardableResult
    func stop(_ signal: Int32) -> Int32 { self.server?.end(signal) ?? 0 }

    /// Opens the server and learns its ports.
    func unseal(_ passphrase: String = PassphraseGatehouse.passphrase) throws {
        let run = try self.run(["unseal", "--passphrase-file", "-", "--json"], input: passphrase)
        try #require(run.status == 0, "\(run.error)")
        try self.awaitOpening()
    }

    /// Waits until the server says where it is.
    func awaitOpening() throws {
        self.openings += 1
        let mark = "gateway        http://127.0.0.1:"
        let report = try #require(self.server).printed(until: "Ctrl-C stops.", times: self.openings + 1)
        let places = { (mark: String) -> Int in
            let last = report.components(separatedBy: mark).last ?? ""
            return Int(last.prefix { $0.isNumber }) ?? 0
        }
        self.gatewayPort = places(mark)
        self.adminPort = places("admin API      http://127.0.0.1:")
    }

    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> ProgramRun {
        let base = ["GATEHOUSE_CONFIG": self.configuration]
        return try ProgramRun(arguments, environment: base.merging(environment) { $1 }, input: input)
    }

    /// What a command prints, which must be done.
    @discardableResult
    func done(_ arguments: String..., input: String = "") throws -> String {
        let run = try self.run(arguments, input: input)
        try #require(run.status == 0, "\(arguments): \(run.error)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func get(_ token: String) throws -> GatewayAnswer {
        try GatewayAnswer(port: self.gatewayPort, "GET", "/hello", fields: ["X-API-Key": token])
    }

    /// Whether anybody listens where the gateway was.
    var gatewayListens: Bool {
        guard let connection = PlainRequest.connected(port: self.gatewayPort) else { return false }
        close(connection)
        return true
    }

    /// Makes a project with an environment, and a key that may read.
    func makeKey() throws -> String {
        try self.done("projects", "create", "demo")
        try self.done("environments", "create", "live")
        return try self.done("keys", "create", "first", "--permission", "demo:read", "-q")
    }
}
