import KeyImport
import Keys
import Testing

@Suite struct CSVKeysTests {
    private func read(_ text: String) -> ImportFile { ImportFile.read(Array(text.utf8), from: .csv) }

    @Test func `every column of a table finds its place`() throws {
        let file = self.read(
            """
            id,name,token,owner,permissions,roles,tags,limits,expires_at,enabled,generator,length,metadata.team
            7,"a, b",abcdefgh12345678,acme,documents:read billing/*:write,reader;writer,x,100/60,2027-01-31T00:00:00Z,false,hex,16,core

            """)
        #expect(file.faults == [])
        let key = try #require(file.keys.first)
        #expect(key.line == 2 && key.foreignID == "7" && key.name == "a, b" && key.owner == "acme")
        #expect(key.permissions.map(\.description) == ["documents:read", "billing/*:write"])
        #expect(key.roles == ["reader", "writer"] && key.tags == ["x"])
        #expect(key.limits.first?.windows == [.init(limit: 100, seconds: 60)])
        #expect(key.expiresAt == WallTime(rfc3339: "2027-01-31T00:00:00Z"))
        #expect(!key.isEnabled && key.strength == DeclaredStrength(.hex, length: 16))
        #expect(key.metadata == ["team": "core"])
        guard case .token(let token) = key.credential else { throw WrongCredential() }
        #expect(token.bytes == Array("abcdefgh12345678".utf8))
        #expect("\(key)".contains("abcdefgh12345678") == false)
    }

    @Test func `quotes, byte order marks and either line end are read as RFC 4180 has them`() throws {
        let file = self.read("\u{feff}name,token\r\n\"say \"\"hi\"\"\",abcdefgh\r\n\r\n\"two\",\"abcd,efgh\"\r\n")
        #expect(file.faults == [])
        #expect(file.keys.map(\.name) == ["say \"hi\"", "two"])
        #expect(file.keys.map(\.line) == [2, 4])
    }

    @Test func `an unknown column is named, and nothing is read`() {
        let file = self.read("name,tokn\nx,abcdefgh\n")
        #expect(file.keys.isEmpty)
        #expect(file.faults.first?.line == 1)
        #expect(file.faults.first?.detail.contains("“tokn”") == true)
    }

    @Test(arguments: [
        ("x,abcdefgh,1", "fields"), ("x,", "neither a token nor a hash"), (",abcdefgh", "neither an id nor a name"),
        ("x,short", "8 to 512"), ("x,with space", "8 to 512"), ("x,abc\"defgh", "quote"), ("\"x,abcdefgh", "no end"),
    ])
    func `a line that cannot be read is told by its number and without its token`(line: String, fault: String) throws {
        let file = self.read("name,token\nok,abcdefgh\n" + line)
        let told = try #require(file.faults.first)
        #expect(told.line == 3)
        #expect(told.detail.contains(fault), "\(told)")
        #expect(!told.detail.contains("defgh"))
    }

    @Test func `one bad line leaves the others alone`() {
        let file = self.read("name,token,limits\na,abcdefgh,1/0\nb,abcdefgh,5\nc,abcdefgh,5/60\n")
        #expect(file.keys.map(\.name) == ["c"])
        #expect(file.faults.map(\.line) == [2, 3])
    }

    @Test func `a hash wants an algorithm by name, and one that proves nothing is kept as such`() throws {
        let digest = String(repeating: "ab", count: 32)
        let table = "name,hash,algorithm\na,\(digest),sha256\nb,\(digest),\nc,\(digest),murmur128\nd,\(digest),sha512\n"
        let file = self.read(table)
        #expect(file.faults.map(\.line) == [3, 5])
        guard case .hash(.sha256, let value) = file.keys[0].credential else { throw WrongCredential() }
        #expect(value.bytes == [UInt8](repeating: 0xab, count: 32))
        guard case .unprovable(let algorithm) = file.keys[1].credential else { throw WrongCredential() }
        #expect(algorithm == "murmur128")
    }
}

/// A credential was read as another kind than it is.
struct WrongCredential: Error {}
