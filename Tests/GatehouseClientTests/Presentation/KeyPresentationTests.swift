import HTTPTypes
import Testing

@testable import GatehouseClient

@Suite struct KeyPresentationTests {
    private func found(_ fields: HTTPFields) -> String {
        switch KeyPresentation(in: fields) {
        case .key(let key): key.text
        case .refused(let refusal): refusal.code.rawValue
        }
    }

    private func fields(_ pairs: (String, String)...) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in pairs { fields.append(.init(name: try #require(HTTPField.Name(name)), value: value)) }
        return fields
    }

    @Test func `exactly one key is found where the gateway would find it`() throws {
        #expect(self.found(try self.fields(("Authorization", "Bearer k1"))) == "k1")
        #expect(self.found(try self.fields(("authorization", "bEaReR   k1"))) == "k1")
        #expect(self.found(try self.fields(("x-api-key", "k2"))) == "k2")
        #expect(self.found(try self.fields(("Authorization", "Basic dTpw"), ("X-API-Key", "k2"))) == "k2")
    }

    @Test func `no key is missing, and two are not guessed about`() throws {
        #expect(self.found([:]) == "credential_missing")
        #expect(self.found(try self.fields(("Authorization", "Basic dTpw"))) == "credential_missing")
        #expect(self.found(try self.fields(("Authorization", "Bearerk1"))) == "credential_missing")
        let two = [
            try self.fields(("Authorization", "Bearer a"), ("X-API-Key", "b")),
            try self.fields(("X-API-Key", "a"), ("X-API-Key", "b")),
            try self.fields(("Authorization", "Bearer a"), ("Authorization", "Bearer a")),
        ]
        for fields in two { #expect(self.found(fields) == "credential_ambiguous") }
    }

    @Test func `stripped fields hold no key, and all that is the application's`() throws {
        var fields = try self.fields(
            ("Authorization", "Bearer a"), ("Authorization", "Basic dTpw"), ("X-API-Key", "b"), ("Accept", "text/plain")
        )
        KeyPresentation.strip(&fields)
        #expect(fields == (try self.fields(("Authorization", "Basic dTpw"), ("Accept", "text/plain"))))
    }

    @Test func `a service chooses its own fields`() throws {
        let sources = [try #require(KeySource.field(named: "X-Shop-Key"))]
        let fields = try self.fields(("X-Shop-Key", "k"), ("Authorization", "Bearer jwt"))
        guard case .key(let key) = KeyPresentation(in: fields, sources: sources) else {
            Issue.record("no key")
            return
        }
        #expect(key.text == "k")
        #expect(KeySource.field(named: "not a name") == nil)
    }
}
