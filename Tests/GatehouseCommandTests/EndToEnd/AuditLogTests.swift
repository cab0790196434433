import Auditing
import Foundation
import Keys
import Testing

@testable import gatehouse

/// The audit log of a real server: proofs from the command line, the published folder.
@Suite struct AuditLogTests {
    @Test func `an act's proof is that of its entry, before and after a restart`() throws {
        let server = try ServedGatehouse()
        let file = server.folder + "/proof"
        let created = try server.run(
            "keys", "create", "ci", "--permission", "demo:read", "--proof-file", file, "--json")
        #expect(created.status == 0, "\(created.error)")
        let document = try #require(JSONValue(parsing: Array(created.output.utf8)))
        let sequence = try #require(document.value(at: "audit.sequence")?.integer)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == document.value(at: "audit.proof")?.string)
        let leaf = try self.leaf(sequence, server)
        let proof = try LogProof(text: Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        let head = try Checkpoint(text: proof.checkpoint.text)
        let inclusion = InclusionProof(index: proof.index, size: head.size, path: proof.path)
        #expect(inclusion.isValid(leaf: leaf, root: head.root))
        #expect(server.stop() == 0)
        try server.start()
        #expect(try self.leaf(sequence, server) == leaf)
        _ = try server.issue("more")
        let later = try server.run("audit", "prove", "\(sequence)").output
        let again = try LogProof(text: Array(later.utf8))
        let newHead = try Checkpoint(text: again.checkpoint.text)
        #expect(newHead.origin == head.origin && newHead.size > head.size)
        let newInclusion = InclusionProof(index: again.index, size: newHead.size, path: again.path)
        #expect(newInclusion.isValid(leaf: leaf, root: newHead.root))
    }

    private func leaf(_ sequence: Int64, _ server: ServedGatehouse) throws -> Digest256 {
        let shown = try server.run("audit", "show", "\(sequence)", "--json").output
        let leaf = try #require(JSONValue(parsing: Array(shown.utf8))?["leaf"]?.string)
        return AuditEntry.hash(ofLeaf: Array(leaf.utf8))
    }

    @Test func `the published folder has the newest checkpoint when the server has stopped`() throws {
        let server = try ServedGatehouse { _ in .init(settings: "\naudit:\n  origin: log.example/e2e\n") }
        _ = try server.issue("one")
        let head = try server.run("audit", "checkpoint").output
        #expect(head.hasPrefix("log.example/e2e\n"))
        #expect(server.stop() == 0)
        let published = try String(contentsOfFile: server.data + "/audit/checkpoint", encoding: .utf8)
        #expect(published == head)
        let size = try #require(CheckpointText(published)?.size)
        let tile = try Data(contentsOf: URL(fileURLWithPath: server.data + "/audit/tile/0/000.p/\(size)"))
        #expect(tile.count == Int(size) * 32)
    }

    @Test func `a copy of the published folder is verified with the log's key`() throws {
        let server = try ServedGatehouse()
        for name in ["a", "b", "c"] { _ = try server.issue(name) }
        let key = try server.run("audit", "key").output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(server.stop() == 0)
        let verified = try server.run("audit", "verify", server.data + "/audit", "--key", key)
        #expect(verified.status == 0, "\(verified.output)\(verified.error)")
        let entries = try FileManager.default.contentsOfDirectory(atPath: server.data + "/audit/tile/entries/000.p")
        for name in entries {
            let file = URL(fileURLWithPath: server.data + "/audit/tile/entries/000.p/" + name)
            var bytes = Array(try Data(contentsOf: file))
            bytes[40] ^= 1
            try Data(bytes).write(to: file)
        }
        #expect(try server.run("audit", "verify", server.data + "/audit", "--key", key).status == 3)
    }

    @Test func `metrics tell of the log, and a whole one is ready`() throws {
        let server = try ServedGatehouse()
        let metrics = try GatewayAnswer(port: server.adminPort, "GET", "/metrics").body
        #expect(metrics.contains("gatehouse_audit_checkpoint_age_seconds "))
        #expect(metrics.contains("gatehouse_audit_folder_faults_total 0"))
        #expect(metrics.contains("gatehouse_audit_damaged 0"))
        #expect(try GatewayAnswer(port: server.adminPort, "GET", "/readyz").status == 200)
    }
}
