import Auditing
import Foundation
import TestKit
import Testing

@testable import GatehouseServer

@Suite struct AnchorFileTests {
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `it knows what it was told last`() throws {
        try Self.withFolder { folder in
            var log = try GrowingLog()
            log.grow(to: 9)
            let file = try AnchorFile(path: folder + "/anchor", dataFolder: folder + "/data")
            #expect(try file.known() == nil)
            for size in [3, 9] as [UInt64] {
                try file.write(log.note(at: size))
                let head = log.checkpoint(at: size)
                #expect(try file.known() == AnchoredHead(anchor: "file", size: size, root: head.root))
            }
        }
    }

    @Test func `in the data folder it would guard nothing, however it is spelt`() throws {
        try Self.withFolder { folder in
            let data = folder + "/data"
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: data)
            for path in [data + "/anchor", folder + "/link/anchor", folder + "/x/../data/audit/anchor"] {
                let failure = #expect(throws: StartFailure.self) { try AnchorFile(path: path, dataFolder: data) }
                #expect(failure?.code == .configuration)
            }
            _ = try AnchorFile(path: folder + "/data-anchor", dataFolder: data)
        }
    }

    @Test(arguments: [0o775, 0o757, 0o1777]) func `in a folder others can write it is refused`(mode: Int) throws {
        try Self.withFolder { folder in
            let place = folder + "/open"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place)
            let failure = #expect(throws: StartFailure.self) {
                try AnchorFile(path: place + "/anchor", dataFolder: folder + "/data")
            }
            #expect(failure?.code == .exposed && failure?.message.contains(place) == true)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place)
            _ = try AnchorFile(path: place + "/anchor", dataFolder: folder + "/data")
        }
    }

    @Test func `what is no checkpoint is no reason to go on`() throws {
        try Self.withFolder { folder in
            let file = try AnchorFile(path: folder + "/anchor", dataFolder: folder + "/data")
            let note = try GrowingLog().note().serialized
            for text in ["", "nonsense", note.replacing("\n0\n", with: "\n00\n")] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: file.path))
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
                let failure = #expect(throws: StartFailure.self) { try file.known() }
                #expect(failure?.code == .rolledBack)
            }
        }
    }
}
