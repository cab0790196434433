import AuditVerifier
import Auditing
import Foundation
import TestKit
import Testing

/// A folder in the place for temporary files that goes away with the value.
final class FolderForTests {
    let path: String

    init() throws {
        self.path = FileManager.default.temporaryDirectory.path + "/gatehouse-log-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: false)
    }

    convenience init(_ log: PublishedLog) throws {
        try self.init()
        try log.write(to: self.path)
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    var log: LogFolder { .init(self.path) }
}

extension Trust {
    /// The key of the published logs, and witnesses.
    static func sample(_ witnesses: [TrustedKey] = [], quorum: Int? = nil) throws -> Self {
        try .init(log: .init(PublishedLog.signer().verifierKey.description), witnesses: witnesses, quorum: quorum)
    }

    static let witness = "witness.example/w1"

    static func witnessKey(_ name: String = Self.witness, _ key: UInt8 = 9) throws -> TrustedKey {
        try .init(PublishedLog.signer(name, key: key, kind: .cosignature).verifierKey.description)
    }
}

extension PublishedLog {
    /// What the verifier says of a copy of the log.
    func verdict(_ trust: Trust? = nil, older: PublishedLog? = nil, workers: Int = 1) async throws -> LogVerdict {
        let folder = try FolderForTests(self)
        let olderFolder = try older.map(FolderForTests.init)
        let check = LogCheck(
            folder.log, trust: try trust ?? .sample(), older: olderFolder.map { .folder($0.log) }, workers: workers)
        return try await check.run()
    }

    /// The finding of a log that must not pass.
    func finding(_ trust: Trust? = nil, older: PublishedLog? = nil) async throws -> LogFinding? {
        guard case .bad(let finding) = try await self.verdict(trust, older: older) else { return nil }
        return finding
    }
}

extension FolderForTests {
    func put(_ bytes: [UInt8], at path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(self.path)/\(path)"))
    }
}
