import Foundation
import Testing

@testable import gatehouse

/// What is left in the memory of a server that was sealed: nothing that opens anything.
@Suite struct WipingTests {
    @Test(.enabled(if: ProcessMemory.isReadable, "only root may read another process's memory"))
    func `after sealing no key is left in the process's memory`() async throws {
        let server = try PassphraseGatehouse { folder in
            for name in ["backups", "segments"] { try #require(mkdir("\(folder)/\(name)", 0o700) == 0) }
            return """
                backup:
                  folder: \(folder)/backups
                  segments: {folder: \(folder)/segments, everyMs: 20}

                """
        }
        try server.start()
        try server.unseal()
        let token = try server.makeKey()
        try Self.actOverNetwork(server)
        for _ in 0..<50 { #expect(try server.get(token).status == 200) }

        let segments = try FileManager.default.contentsOfDirectory(atPath: server.folder + "/segments")
        #expect(segments.contains { $0.hasSuffix(".segment") }, "what ships has held the root key as well")
        let secrets = try await StoreSecrets(
            copyOf: server.data, in: server.folder, passphrase: PassphraseGatehouse.passphrase)
        let names = secrets.named.map(\.name)
        #expect(names.contains { $0.hasPrefix("the pepper") } && names.contains { $0.hasPrefix("the data key") })
        let patterns = secrets.named.map(\.bytes) + [Array(PassphraseGatehouse.passphrase.utf8)]
        let memory = ProcessMemory(processIdentifier: server.processIdentifier)
        // What is to be gone later has to be there first: that shows that the search finds what there is.
        let before = try memory.found(patterns)
        #expect(before.contains(0), "the root key of an open server is in its memory")
        #expect(names.indices.contains { before.contains($0) && names[$0].hasPrefix("the system key") })

        let clock = ContinuousClock()
        let began = clock.now
        try server.done("seal", "--confirm=seal")
        #expect(clock.now - began < .seconds(3))
        let after = try memory.found(patterns)
        #expect(after.map { $0 < names.count ? names[$0] : "the passphrase" } == [])
    }

    @Test(.enabled(if: ProcessMemory.isReadable, "only root may ask"))
    func `the process leaves no core and lets no other user look`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        let limits = try String(contentsOfFile: "/proc/\(server.processIdentifier)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ", omittingEmptySubsequences: true)[4...5] == ["0", "0"])
        // What a process that is not dumpable has under /proc belongs to root, whoever runs it (proc(5)).
        let owner = try FileManager.default.attributesOfItem(atPath: "/proc/\(server.processIdentifier)/mem")
        #expect(owner[.ownerAccountID] as? Int == 0)
    }

    /// An act by somebody with an address, which is sealed under a key of that person.
    private static func actOverNetwork(_ server: PassphraseGatehouse) throws {
        let file = server.folder + "/operator.token"
        try server.done("operators", "create", "remote", "--level", "admin", "--secret-file", file)
        let run = try server.run(
            ["projects", "create", "other", "--addr", "http://127.0.0.1:\(server.adminPort)"],
            environment: ["GATEHOUSE_TOKEN_FILE": file])
        try #require(run.status == 0, "\(run.error)")
    }
}
