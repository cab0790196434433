import AuditExport
import AuditSinks
import Foundation
import Glibc
import Storage
import TestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct FileDeliveryTests {
    private static func settings(_ path: String, maximumBytes: Int = 1_000_000, keep: Int = 2) -> SinkSettings {
        var file = FileDestination(path: path)
        (file.maximumBytes, file.keptFiles) = (maximumBytes, keep)
        return .init(name: "archive", format: .jsonl, destination: .file(file))
    }

    /// The numbers in a file of the format `jsonl`; a line that is none spoils the list.
    private static func sequences(_ text: String) -> [Int] {
        text.split(separator: "\n").map { line in
            guard line.hasSuffix("}"), let mark = line.range(of: ",\"sequence\":") else { return -1 }
            return Int(line[mark.upperBound...].dropLast()) ?? -1
        }
    }

    private func export(_ world: ExportWorld, until count: UInt64) async throws {
        try await world.exporting {
            while world.exporter.statuses[0].delivered < count { await Task.yield() }
        }
    }

    @Test func `the file is private and grows`() async throws {
        let folder = try TestFolder()
        let path = folder.path + "/audit.jsonl"
        let world = try ExportWorld([Self.settings(path)])
        try await world.write(5)
        try await self.export(world, until: 5)
        #expect(Self.sequences(folder.text("audit.jsonl")) == Array(0..<5))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a full file makes room, and so many stay`() async throws {
        let folder = try TestFolder()
        var settings = Self.settings(folder.path + "/audit.jsonl", maximumBytes: 4000)
        settings.mostRecords = 3
        let world = try ExportWorld([settings])
        try await world.write(40)
        try await self.export(world, until: 40)
        #expect(folder.names == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"])
        let kept = ["audit.jsonl.2", "audit.jsonl.1", "audit.jsonl"].flatMap { Self.sequences(folder.text($0)) }
        #expect(kept == Array((40 - kept.count)..<40))
        #expect(folder.text("audit.jsonl").utf8.count <= 4000)
    }

    @Test func `half a record that a dead process left is taken away and comes again`() async throws {
        let folder = try TestFolder()
        let path = folder.path + "/audit.jsonl"
        let head = #"{"leaf":{},"leaf_hash":"x","sequence":7}"# + "\n"
        for tail in [#"{"leaf":{"#, String(repeating: "x", count: 200_000)] {
            try (head + tail).write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let world = try ExportWorld([Self.settings(path)])
            try await world.write(2)
            try await self.export(world, until: 2)
            #expect(Self.sequences(folder.text("audit.jsonl")) == [7, 0, 1])
        }
    }

    @Test func `a file that was taken away is made again`() async throws {
        let folder = try TestFolder()
        let path = folder.path + "/audit.jsonl"
        let world = try ExportWorld([Self.settings(path)])
        try await world.exporting {
            try await world.write(1)
            while world.exporter.statuses[0].delivered < 1 { await Task.yield() }
            try FileManager.default.removeItem(atPath: path)
            try await world.write(1)
            while world.exporter.statuses[0].delivered < 2 { await Task.yield() }
        }
        #expect(Self.sequences(folder.text("audit.jsonl")) == [1])
    }

    @Test func `what others can write, a link, and what is no file are refused`() async throws {
        for make in [Self.writable, Self.link, Self.folder, Self.missing] {
            let folder = try TestFolder()
            let path = try make(folder.path)
            let world = try ExportWorld([Self.settings(path)])
            try await world.write(1)
            try await world.exporting {
                while world.exporter.statuses[0].failed < 1 { await Task.yield() }
            }
            #expect(world.exporter.statuses[0].delivered == 0 && world.exporter.statuses[0].failure != nil)
        }
    }

    private static func writable(_ folder: String) throws -> String {
        _ = FileManager.default.createFile(atPath: folder + "/a", contents: nil, attributes: [.posixPermissions: 0o620])
        return folder + "/a"
    }

    private static func link(_ folder: String) throws -> String {
        try FileManager.default.createSymbolicLink(atPath: folder + "/a", withDestinationPath: folder + "/b")
        return folder + "/a"
    }

    private static func folder(_ folder: String) throws -> String { folder }

    private static func missing(_ folder: String) throws -> String { folder + "/none/a" }

    @Test func `a sink that starts at the newest entry gets no older one`() async throws {
        let folder = try TestFolder()
        var settings = Self.settings(folder.path + "/audit.jsonl")
        settings.startsAtNewest = true
        let world = try ExportWorld([settings])
        try await world.write(9)
        try await world.exporting {
            while (try? await world.store.read { try $0.exportPosition(of: "archive") }) != 9 { await Task.yield() }
            try await world.write(2)
            while world.exporter.statuses[0].delivered < 2 { await Task.yield() }
        }
        #expect(Self.sequences(folder.text("audit.jsonl")) == [9, 10])
    }
}
