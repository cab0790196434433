import Admission
import Testing

@Suite struct CredentialScanTests {
    private func scan(
        _ fields: [(String, String)], sources: [CredentialSource] = CredentialSource.standard
    ) -> CredentialScan.Outcome {
        var scan = CredentialScan()
        for (index, field) in fields.enumerated() {
            let (name, value) = (Array(field.0.utf8), Array(field.1.utf8))
            scan.see(field: index, name: name.span, value: value.span, sources: sources)
        }
        return scan.outcome
    }

    @Test func `the standard sources are a bearer token and X-API-Key`() {
        #expect(self.scan([("Host", "a"), ("Authorization", "Bearer abc")]) == .found(field: 1, tokenOffset: 7))
        #expect(self.scan([("AUTHORIZATION", "bEaReR  abc")]) == .found(field: 0, tokenOffset: 8))
        #expect(self.scan([("x-api-key", "abc")]) == .found(field: 0, tokenOffset: 0))
        #expect(self.scan([("X-Other", "abc")]) == .missing)
    }

    @Test func `two sources, or one repeated, are ambiguous`() {
        #expect(self.scan([("Authorization", "Bearer a"), ("X-API-Key", "a")]) == .ambiguous)
        #expect(self.scan([("X-API-Key", "a"), ("x-api-key", "a")]) == .ambiguous)
        #expect(self.scan([("X-API-Key", "a"), ("X-API-Key", "a"), ("X-API-Key", "a")]) == .ambiguous)
    }

    @Test func `fields and schemes the route does not list are the application's`() {
        let key = [CredentialSource(name: "X-API-Key")]
        let fields = [("Authorization", "Bearer user-jwt"), ("X-API-Key", "abc")]
        #expect(self.scan(fields, sources: key) == .found(field: 1, tokenOffset: 0))
        #expect(self.scan([("Authorization", "Basic abc")]) == .missing)
        #expect(self.scan([("Authorization", "Bearer")]) == .missing)
        #expect(self.scan([("Authorization", "Bearerabc")]) == .missing)
        for scheme in ["Bearer-", "Bearer.", "Bearer_", "Bearer~", "Bearer1", "Bearer!"] {
            #expect(self.scan([("Authorization", "\(scheme) abc")]) == .missing)
        }
    }

    @Test(arguments: ["\t", ":", "=", ",", "/", "\"", ";", "\u{80}"])
    func `whatever else follows the scheme begins a token that is none`(separator: String) {
        #expect(
            self.scan([("Authorization", "Bearer\(separator)abc")]) == .found(field: 0, tokenOffset: 6))
        #expect(self.scan([("X-API-Key", "abc"), ("Authorization", "Bearer\(separator)abc")]) == .ambiguous)
    }

    @Test func `the place of a token in one field is the place in the scan`() {
        let standard = CredentialSource.standard
        for (name, value, offset) in [
            ("Authorization", "Bearer abc", 7), ("authorization", "BEARER   abc", 9), ("X-Api-Key", "abc", 0),
            ("Authorization", "Basic abc", nil), ("X-Other", "abc", nil), ("X_Api_Key", "abc", nil),
        ] as [(String, String, Int?)] {
            let (name, value) = (Array(name.utf8), Array(value.utf8))
            let found = CredentialScan.tokenOffset(name: name.span, value: value.span, sources: standard)
            #expect(found == offset)
        }
    }
}
