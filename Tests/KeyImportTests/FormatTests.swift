import KeyImport
import Keys
import Testing

@Suite struct FormatTests {
    private func read(_ text: String, _ source: ImportSource) -> ImportFile {
        ImportFile.read(Array(text.utf8), from: source)
    }

    private func token(of key: ImportedKey) throws -> String {
        guard case .token(let token) = key.credential else { throw WrongCredential() }
        return String(decoding: token.bytes, as: UTF8.self)
    }

    @Test func `our own JSON is read, under keys or as an array`() throws {
        let row = #"{"id":"1","token":"abcdefgh","permissions":["a:b"],"limits":[{"limit":5,"seconds":60}]}"#
        for text in ["[\(row)]", "{\"keys\": [\(row)]}"] {
            let file = self.read(text, .json)
            #expect(file.faults == [])
            #expect(file.keys.first?.limits.first?.name == "imported-1")
        }
        let unknown = self.read("[{\"id\":\"1\",\n\"tokken\":\"abcdefgh\"}]", .json)
        #expect(unknown.faults.first?.detail.contains("“tokken”") == true)
    }

    @Test(arguments: [
        ("[\n{\"id\":\n\n tru}]", 4, "a word is none of true, false and null"),
        ("[\n{\"id\":\"1\",\n\"token\" \"abcdefgh\"}]", 3, "a colon is missing"),
        ("[\n{\"id\":1,\r\n\"\\u0069d\":2}]\n", 3, "a member stands there twice"),
        ("[1]\n\n[2]", 3, "something follows the JSON value"), ("[\n[1,\n", 3, "the JSON text ends too early"),
        ("", 1, "the JSON text ends too early"),
    ]) func `what is no JSON is told with its line`(text: String, line: Int, detail: String) {
        #expect(self.read(text, .json).faults == [ImportFault(line: line, detail)])
    }

    @Test func `each key is told with the line it begins at`() {
        let file = self.read("[\n {\"id\":\"1\",\n\"token\":\"abcdefgh\"},\n\n{\"id\":\"2\"}]", .json)
        #expect(file.keys.map(\.line) == [2] && file.faults.map(\.line) == [5])
    }

    @Test func `an object has a bounded number of members`() {
        let members = (0...512).map { "\"\($0)\":0" }.joined(separator: ",")
        #expect(self.read("{\(members)}", .json).faults.first?.detail == "an object has too many members")
    }

    @Test func `a decK dump gives one key for each credential, owned by its consumer`() throws {
        let file = self.read(
            """
            {"_format_version": "3.0", "consumers": [
              {"username": "acme", "acls": [{"group": "gold"}], "plugins": [],
               "keyauth_credentials": [{"key": "acmeacmeacme"}, {"key": "acme2acme2acme2", "tags": ["old one"]}]}
            ]}
            """, .kong)
        #expect(file.faults == [])
        #expect(file.keys.map(\.foreignID) == ["acme/1", "acme/2"])
        #expect(file.keys.map(\.owner) == ["acme", "acme"])
        #expect(file.keys[1].tags == ["group:gold", "old-one"])
        #expect(try self.token(of: file.keys[0]) == "acmeacmeacme")
        #expect(file.remarks == ["member “plugins”"])
    }

    @Test func `answers of Kong's admin API count a ttl from the creation`() throws {
        let text = #"{"data":[{"id":"c1","key":"abcdefgh","created_at":1700000000,"ttl":60,"consumer":{"id":"u1"}}]}"#
        let key = try #require(self.read(text, .kong).keys.first)
        #expect(key.foreignID == "c1" && key.owner == "u1")
        #expect(key.expiresAt == WallTime(seconds: 1_700_000_060))
        let endless = self.read(#"{"data":[{"id":"c1","key":"abcdefgh","ttl":60}]}"#, .kong)
        #expect(endless.faults.first?.detail.contains("created_at") == true)
    }

    @Test func `consumers of APISIX come with their limit`() throws {
        let file = self.read(
            """
            {"total": 2, "list": [
              {"key": "/apisix/consumers/jack", "value": {"username": "jack", "desc": "a",
               "plugins": {"key-auth": {"key": "jack-key-1"}, "limit-count": {"count": 5, "time_window": 60}}}},
              {"value": {"username": "jwt", "plugins": {"jwt-auth": {}}}}]}
            """, .apisix)
        #expect(file.faults == [])
        let key = try #require(file.keys.first)
        #expect(key.owner == "jack" && key.limits.first?.windows == [.init(limit: 5, seconds: 60)])
        #expect(file.remarks == ["consumers without key-auth"])
    }

    @Test func `key objects of Tyk are read by text, by sha256 and by murmur`() throws {
        let digest = String(repeating: "0f", count: 32)
        let file = self.read(
            """
            [{"key": "orgidorgid1234", "alias": "a", "rate": 10, "per": 1, "quota_max": 1000, "quota_renewal_rate": 3600,
              "expires": 0, "access_rights": {"api1": {}}},
             {"key_hash": "\(digest)", "hash_algorithm": "sha256", "data": {"alias": "b", "is_inactive": true}},
             {"key_hash": "9f1b2c3d", "hash_algorithm": "murmur32"},
             {"key_hash": "9f1b2c3d"}]
            """, .tyk)
        #expect(file.faults.count == 1, "an algorithm is never guessed")
        #expect(file.keys.map(\.limits.count) == [2, 0, 0])
        #expect(file.keys[0].expiresAt == nil && file.keys[0].metadata["tyk.apis"] == "api1")
        #expect(!file.keys[1].isEnabled)
        guard case .unprovable = file.keys[2].credential else { throw WrongCredential() }
    }

    @Test func `keys of Unkey are read as they are migrated and as they are listed`() throws {
        let hash = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
        let file = self.read(
            """
            {"migrationId": "m", "apiId": "api_1", "keys": [
              {"hash": "\(hash)", "name": "ci", "externalId": "user_1", "permissions": ["documents.read"],
               "expires": 1900000000000, "ratelimits": [{"name": "requests", "limit": 10, "duration": 60000}]},
              {"hash": {"value": "\(hash)", "variant": "sha256_base64"}, "name": "old", "credits": {"remaining": 5}}]}
            """, .unkey)
        #expect(file.faults == [])
        #expect(file.keys.map(\.foreignID) == ["user_1/ci", "old"])
        #expect(file.keys[0].permissions.map(\.description) == ["documents:read"])
        #expect(file.keys[0].limits.first?.windows == [.init(limit: 10, seconds: 60)])
        #expect(file.keys[0].expiresAt == WallTime(milliseconds: 1_900_000_000_000))
        #expect(file.remarks == ["member “credits”"])
        for key in file.keys { guard case .hash(.sha256, _) = key.credential else { throw WrongCredential() } }
        let listed = #"{"data":[{"keyId":"key_1","start":"x","plaintext":"abcdefgh","identity":{"externalId":"u"}}]}"#
        #expect(try self.token(of: #require(self.read(listed, .unkey).keys.first)) == "abcdefgh")
    }

    @Test func `the key file of API Gateway is read in any order and case, and so is its answer`() throws {
        let table = self.read("Enabled,NAME,Key,usageplanIds,Extra\nTRUE,one,abcdefgh12,\"p1,p2\",z\n", .aws)
        #expect(table.faults == [])
        #expect(table.keys.first?.tags == ["usage-plan:p1", "usage-plan:p2"])
        #expect(table.remarks == ["column “extra”"])
        let answer =
            #"{"items":[{"id":"a1","value":"abcdefgh12","name":"one","enabled":false,"stageKeys":["s/prod"]}]}"#
        let key = try #require(self.read(answer, .aws).keys.first)
        #expect(key.foreignID == "a1" && !key.isEnabled && key.tags == ["stage:s/prod"])
    }

    @Test(arguments: ImportSource.allCases)
    func `what is of another format is one fault and no keys`(source: ImportSource) {
        for text in ["", "42", "{", "[[[", "{\"a\": 1}", "\u{0}\u{1}", "nonsense"] {
            let file = self.read(text, source)
            #expect(file.keys.isEmpty)
            #expect(file.faultCount >= 1, "\(source) \(text)")
        }
    }
}
