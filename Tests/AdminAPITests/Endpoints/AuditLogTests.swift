import Auditing
import Cryptography
import HTTPTypes
import HummingbirdTesting
import Keys
import NIOCore
import Storage
import TestKit
import Testing

@testable import AdminAPI

@Suite struct AuditLogTests {
    /// The proof in an answer, checked against the entry it names.
    private func requireProof(of answer: API.Answer, by api: API) async throws -> Checkpoint {
        let audit = try #require(answer.json["audit"])
        let proof = try LogProof(text: Array(try #require(audit["proof"]?.text).utf8))
        #expect(audit["sequence"] == .count(proof.index))
        let entry = try await api.send(.get, "/v1/audit/entries/\(proof.index)", as: .auditor)
        let leaf = Array(try #require(entry.json["leaf"]?.text).utf8)
        #expect(entry.json["leaf_hash"]?.text == AuditEntry.hash(ofLeaf: leaf).hexadecimal)
        return try proof.verifiedCheckpoint(
            leaf: AuditEntry.hash(ofLeaf: leaf), key: CheckpointSigner.fixed().verifierKey)
    }

    @Test(arguments: Transport.allCases)
    func `the answer to every act proves its entry`(_ transport: Transport) async throws {
        try await API.serving(transport) { api in
            let made = try await api.issue()
            let path = "/v1/keys/\(made.id)"
            var acts = [made]
            acts.append(try await api.send(.patch, path, #"{"name":"worker 2"}"#))
            acts.append(try await api.send(.post, path + "/rotations", #"{"overlap_seconds":3600}"#))
            acts.append(try await api.send(.post, path + ":suspend"))
            acts.append(try await api.send(.post, path + ":resume"))
            acts.append(try await api.send(.post, path + "/versions/1:revoke"))
            acts.append(try await api.send(.post, path + ":revoke"))
            acts.append(try await api.send(.post, "/v1/roles", self.role(in: api)))
            acts.append(try await api.send(.post, "/v1/projects", #"{"name":"other"}"#))
            acts.append(try await api.send(.post, "/v1/operators", #"{"name":"Eve","level":"viewer"}"#))
            var size: UInt64 = 0
            for act in acts {
                let head = try await self.requireProof(of: act, by: api)
                #expect(head.size > size)
                size = head.size
            }
        }
    }

    private func role(in api: API) -> String {
        #"{"project_id":"\#(api.environment.projectID)","name":"reader","permissions":["orders:read"]}"#
    }

    @Test func `an act with several entries names the first and proves the last`() async throws {
        try await API.serving { api in
            for _ in 0..<3 { _ = try await api.issue(#","tags":["old"]"#) }
            let bulk = try await api.send(.post, "/v1/keys:bulkRevoke", #"{"tag":"old"}"#)
            let head = try await self.requireProof(of: bulk, by: api)
            #expect(bulk.json["audit"]?["first_sequence"] == .count(head.size - 3))
            #expect(bulk.json["audit"]?["sequence"] == .count(head.size - 1))
        }
    }

    @Test func `what changed nothing has no entry`() async throws {
        try await API.serving { api in
            let path = "/v1/keys/\(try await api.issue().id)"
            #expect(try await api.send(.post, path + ":revoke?dry_run=true").json["audit"] == nil)
            #expect(try await api.send(.post, path + ":revoke").json["audit"] != nil)
            #expect(try await api.send(.post, path + ":revoke").json["audit"] == nil)
            #expect(try await api.send(.get, path).json["audit"] == nil)
        }
    }

    @Test func `checkpoint, tiles and entries are those of a log of C2SP tlog-tiles`() async throws {
        try await API.serving { api in
            _ = try await api.issue()
            let answer = try await api.send(.get, "/v1/audit/checkpoint", as: .auditor)
            #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
            let head = try Checkpoint(
                SignedNote(Array(answer.text.utf8)), signedBy: CheckpointSigner.fixed().verifierKey)
            let stored = try await api.world.store.read {
                try $0.auditEntries(matching: .init(), .oldestFirst, from: nil, limit: 100)
            }
            #expect(head.size == UInt64(stored.count))
            for sequence in 0..<head.size {
                let proof = try await api.send(.get, "/v1/audit/entries/\(sequence)/proof", as: .auditor)
                let checked = try LogProof(text: Array(proof.text.utf8)).verifiedCheckpoint(
                    leaf: stored[Int(sequence)].leafHash, key: CheckpointSigner.fixed().verifierKey)
                #expect(checked == head)
            }
            let tile = try await api.bytes("/v1/audit/tile/0/000.p/\(head.size)")
            #expect(tile == TileHashes.bytes(of: stored.map(\.leafHash)))
            let entries = try await api.bytes("/v1/audit/tile/entries/000.p/\(head.size)")
            #expect(EntryBundle.entries(in: entries) == stored.map(\.leaf))
            #expect(try await api.bytes("/v1/audit/tile/0/000.p%2f1") == Array(tile.prefix(32)))
        }
    }

    @Test(arguments: [
        "entries/99", "entries/-1", "entries/01", "entries/1x", "entries/99/proof", "entries/12345678901234567",
        "tile/0/000", "tile/0/000.p/255", "tile/0/001.p/1", "tile/9/000", "tile/0/0", "tile/entries/000", "tile/0",
        "tile",
        "tile/", "tile/../checkpoint", "tile/7/x999/x999/x999/x999/x999/999", "tile/0/x018/x446/x744/x073/x709/551/615",
        "tile/entries/x018/x446/x744/x073/x709/551", "checkpoint/x",
    ])
    func `what the log does not have is not found`(path: String) async throws {
        try await API.serving { api in
            let answer = try await api.send(.get, "/v1/audit/" + path)
            #expect(answer.status == 404)
        }
    }

    @Test func `the log is for those who may read it`() async throws {
        try await API.serving { api in
            for path in ["checkpoint", "entries/0", "entries/0/proof", "tile/0/000.p/1"] {
                let nobody = try await api.send(.get, "/v1/audit/" + path, as: nil)
                let auditor = try await api.send(.get, "/v1/audit/" + path, as: .auditor)
                let asked = try await api.send(.get, "/v1/audit/\(path)?x=1", as: .auditor)
                #expect([nobody.status, auditor.status, asked.status] == [401, 200, 400])
            }
        }
    }

    @Test func `the log's public key is told`() async throws {
        let key = try CheckpointSigner.fixed().verifierKey.description
        let name = try CheckpointSigner.fixed().origin
        try await API.serving(change: { $0.auditLogName = name }) { api in
            let auditor = try await api.send(.get, "/v1/audit/key", as: .auditor)
            let nobody = try await api.send(.get, "/v1/audit/key", as: nil)
            #expect(auditor.text == key + "\n" && nobody.status == 401)
            let all = try await api.send(.get, "/v1/audit/keys", as: .auditor)
            #expect(all.status == 200 && all.text.contains(key))
            #expect(try await api.send(.get, "/v1/audit/keys?cursor=x", as: .auditor).status == 400)
        }
        try await API.serving { api in
            let answer = try await api.send(.get, "/v1/audit/key")
            #expect(answer.status == 404)
        }
    }

    @Test func `an empty log has no checkpoint`() async throws {
        let world = try await ManagementWorld()
        let found = try await world.store.read { try $0.auditCheckpoint() }
        #expect(found == nil)
    }
}

extension API {
    /// The body of an answer that is no text.
    fileprivate func bytes(_ uri: String) async throws -> [UInt8] {
        var headers = HTTPFields()
        if let token = self.tokens[.auditor] { headers[.authorization] = "Bearer \(token)" }
        return try await self.client.execute(uri: uri, method: .get, headers: headers, body: nil) { response in
            #expect(response.status.code == 200)
            #expect(response.headers[.contentType] == "application/octet-stream")
            return Array(buffer: response.body)
        }
    }
}
