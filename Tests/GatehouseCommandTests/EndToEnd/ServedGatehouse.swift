import Foundation
import Testing

@testable import gatehouse

/// The whole product in a folder of its own: `serve --dev` on free ports, before a demo upstream.
final class ServedGatehouse {
    /// How the server is started, where not simply so.
    struct Launch {
        /// See `BackgroundProgram`.
        var launcher: [String] = []
        var environment: [String: String] = [:]
        /// What the configuration says besides.
        var settings = ""
    }

    let folder: String
    private let launch: Launch
    private let demo: BackgroundProgram
    private var server: BackgroundProgram
    private(set) var gatewayPort = 0
    private(set) var adminPort = 0
    /// 0 when there is no verify listener on a port.
    private(set) var verifyPort = 0
    /// The first key of the first start.
    private(set) var firstToken = ""
    /// What the last start printed.
    private(set) var report = ""

    var configuration: String { self.folder + "/gatehouse.yaml" }
    var data: String { self.folder + "/data" }

    init(_ launch: (_ folder: String) throws -> Launch = { _ in Launch() }) throws {
        let name = "gatehouse-\(UUID().uuidString)"
        self.folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        self.launch = try launch(self.folder)
        self.demo = try BackgroundProgram(["demo-upstream", "--port", "0"], folder: self.folder)
        let port = try Self.port(in: self.demo.printed(until: "\n"), after: "127.0.0.1:")
        let settings = Self.configuration(
            data: self.folder + "/data", upstream: port, socket: self.folder + "/run/admin.sock")
        try (settings + self.launch.settings)
            .write(toFile: self.folder + "/gatehouse.yaml", atomically: true, encoding: .utf8)
        self.server = try Self.serve(in: self.folder, self.launch)
        try self.awaitReport()
        self.firstToken = try #require(
            self.report.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("gk_") }.map(String.init))
    }

    deinit {
        self.server.end(SIGKILL)
        self.demo.end(SIGKILL)
        try? FileManager.default.removeItem(atPath: self.folder)
    }

    /// Ends the server with a signal. Its data stays.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 { self.server.end(signal) }

    /// Starts the server again on the same data.
    func start(with options: [String] = []) throws {
        self.server = try Self.serve(in: self.folder, self.launch, options)
        try self.awaitReport()
    }

    private static func serve(
        in folder: String, _ launch: Launch, _ options: [String] = []
    ) throws -> BackgroundProgram {
        try BackgroundProgram(
            ["serve", "--dev", "--config", "gatehouse.yaml"] + options, folder: folder, launcher: launch.launcher,
            environment: launch.environment)
    }

    /// What the server has logged.
    var log: String { (try? String(contentsOfFile: self.folder + "/log", encoding: .utf8)) ?? "" }

    var processIdentifier: Int32 { self.server.processIdentifier }

    /// Waits for the server to end by itself.
    func ended() -> Int32 { self.server.ended() }

    /// Runs another command against the server, as a script would: nobody can be asked.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun {
        let base = ["GATEHOUSE_CONFIG": self.configuration]
        return try ProgramRun(arguments, environment: base.merging(environment) { $1 })
    }

    /// The same with arguments that were put together.
    func run(all arguments: [String]) throws -> ProgramRun {
        try ProgramRun(arguments, environment: ["GATEHOUSE_CONFIG": self.configuration])
    }

    /// The one line a command prints with `--quiet`.
    func quiet(_ arguments: String...) throws -> String {
        let run = try ProgramRun(arguments + ["-q"], environment: ["GATEHOUSE_CONFIG": self.configuration])
        #expect(run.status == 0, "\(arguments): \(run.error)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// One with a route for writing beside the one for reading.
    static func withWriting() throws -> ServedGatehouse {
        try ServedGatehouse { _ in
            .init(
                settings: """
                      - name: demo-write
                        path: /**
                        methods: [POST]
                        upstream: demo
                        project: demo
                        environment: dev
                        permission: "demo:write"

                    """)
        }
    }

    /// What a command prints as JSON. It has to do what it is asked for.
    func document(_ line: String) throws -> JSONValue {
        let run = try self.run(all: line.split(separator: " ").map(String.init) + ["--json"])
        #expect(run.status == 0, "\(line): \(run.error)")
        return try #require(JSONValue(parsing: Array(run.output.utf8)), "\(line): \(run.output)")
    }

    /// A key that may read the demo API, with what else is asked for.
    func issue(_ name: String, _ options: String...) throws -> String {
        let arguments =
            ["keys", "create", name, "--permission", "demo:read", "--owner", "first-service", "-q"] + options
        let run = try ProgramRun(arguments, environment: ["GATEHOUSE_CONFIG": self.configuration])
        #expect(run.status == 0, "\(run.error)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// One request through the gateway.
    func get(_ token: String?, path: String = "/hello") throws -> GatewayAnswer {
        try GatewayAnswer(port: self.gatewayPort, "GET", path, fields: token.map { ["X-API-Key": $0] } ?? [:])
    }

    /// What `why` says of an answer.
    func reason(of answer: GatewayAnswer) throws -> JSONValue {
        let run = try self.run("why", answer.requestID, "--json")
        #expect(run.status == 0, "\(run.error)")
        return try #require(JSONValue(parsing: Array(run.output.utf8)))
    }

    private func awaitReport() throws {
        self.report = try self.server.printed(until: "Ctrl-C stops.")
        self.gatewayPort = try Self.port(in: self.report, after: "gateway        http://127.0.0.1:")
        self.adminPort = try Self.port(in: self.report, after: "admin API      http://127.0.0.1:")
        let marks = ["http", "https"].map { "verify         \($0)://127.0.0.1:" }
        let mark = marks.first { self.report.contains($0) }
        self.verifyPort = try mark.map { try Self.port(in: self.report, after: $0) } ?? 0
    }

    private static func port(in text: String, after mark: String) throws -> Int {
        let place = try #require(text.range(of: mark), "no '\(mark)' in \(text)")
        return try #require(Int(text[place.upperBound...].prefix { $0.isNumber }))
    }

    static func configuration(data: String, upstream: Int, gateway: Int = 0, admin: Int = 0, socket: String? = nil)
        -> String
    {
        """
        data: \(data)
        rootKey: {file: \(data)/root.key}
        gateway: {address: 127.0.0.1, port: \(gateway)}
        admin: {address: 127.0.0.1, port: \(admin)\(socket.map { ", socket: \($0)" } ?? "")}
        upstreams:
          - {name: demo, address: 127.0.0.1, port: \(upstream)}
        routes:
          - name: demo-read
            path: /**
            methods: [GET, HEAD]
            upstream: demo
            project: demo
            environment: dev
            permission: "demo:read"

        """
    }
}
