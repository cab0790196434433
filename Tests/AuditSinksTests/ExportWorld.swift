import AuditExport
import AuditSinks
import Auditing
import Foundation
import Keys
import Logging
import NIOPosix
import Storage
import TestKit

/// An audit log in memory and an exporter whose clock goes forty times as fast, so that nobody waits for a retry.
struct ExportWorld {
    let store: InMemoryStore
    let exporter: AuditExporter

    init(_ sinks: [SinkSettings], store earlier: InMemoryStore? = nil) throws {
        let store = if let earlier { earlier } else { try InMemoryStore(signer: .fixed(), publish: { _ in }) }
        self.store = store
        let factory = SinkFactory(
            origin: .init(version: "1.2.3", host: "test"), group: .singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        self.exporter = AuditExporter(
            sinks, store: store, clock: .system(speed: 40),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { factory.sink($0) }
    }

    /// Adds entries to the log.
    func write(_ count: Int) async throws {
        for _ in 0..<count {
            _ = try await self.store.write(.ordinary) { try $0.append(Self.draft) }
        }
    }

    static let draft = AuditDraft(
        timestamp: 1_796_083_200_000, tenant: "env_0123456789abcdef", actor: .init(type: "local", id: "local:0"),
        action: .keyUpdate, object: .init(type: "key", id: "key_0123456789abcdef", version: 2),
        reason: String(repeating: "because ", count: 20))

    /// Runs the exporter for the time of `body`.
    func exporting<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let running = Task { [exporter] in await exporter.run() }
        defer { running.cancel() }
        let value = try await body()
        running.cancel()
        await running.value
        return value
    }

    static func syslog(
        _ name: String = "siem", port: UInt16, transport: SyslogDestination.Transport = .tcp,
        timeout: Duration = .seconds(5)
    ) -> SinkSettings {
        var settings = SinkSettings(
            name: name, format: .syslog,
            destination: .syslog(.init(address: "127.0.0.1", port: Int(port), transport: transport)))
        settings.timeout = timeout
        return settings
    }
}

/// A folder for the time of a test.
final class TestFolder {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.appendingPathComponent("sinks-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    func text(_ name: String) -> String { (try? String(contentsOfFile: "\(self.path)/\(name)", encoding: .utf8)) ?? "" }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []).sorted() }
}
