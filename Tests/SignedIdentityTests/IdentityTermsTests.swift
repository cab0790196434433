import SignedIdentity
import Testing

@Suite struct IdentityTermsTests {
    @Test(arguments: ["https://api.example.com", "gatehouse", "urn:example:1"]) func `an issuer is plain text`(
        text: String
    ) {
        #expect(IdentityTerms.isIssuer(text))
    }

    @Test(arguments: ["", "a b", "a\"b", "a\\b", "ä", "a\n", String(repeating: "a", count: 256)])
    func `what could not stand in a claim as it is, is no issuer`(text: String) {
        #expect(!IdentityTerms.isIssuer(text))
    }
}
