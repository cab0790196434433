import Admission
import TestKit
import Testing

@Suite struct RouteRulesTests {
    private func rules(_ sources: [CredentialSource] = CredentialSource.standard) -> RouteRules {
        RouteRules(index: 0, name: "a", project: "p", environment: "e", sources: sources)
    }

    private func isLookalike(_ name: String, of rules: RouteRules) -> Bool {
        let bytes = Array(name.utf8)
        return rules.isLookalike(bytes.span)
    }

    @Test(arguments: [
        "X_Api_Key", "x_api_key", "X-Api_Key", "X_API-KEY", "Authorization_", "_Authorization", "AUTHORIZATION_",
        "Author_ization", "X_ApiKey", "xapi_key", "__X-Api-Key", "X-Api-Key_",
    ]) func `a name that folds to a source's is a look-alike`(name: String) {
        #expect(self.isLookalike(name, of: self.rules()))
    }

    @Test(arguments: [
        "Authorization", "AUTHORIZATION", "X-API-Key", "x-api-key", "X-ApiKey", "XApiKey", "X_Api_Keys", "X_Api_Ke",
        "_",
        "", "X_Other", "Api_Key", "Proxy_Authorization", "Authorization2_",
    ]) func `the source itself and names of the application are not`(name: String) {
        #expect(!self.isLookalike(name, of: self.rules()))
    }

    @Test func `a source that has underscores itself has look-alikes with hyphens`() {
        let rules = self.rules([CredentialSource(name: "my_key")])
        #expect(self.isLookalike("My-Key", of: rules))
        #expect(self.isLookalike("MyKey", of: rules))
        #expect(!self.isLookalike("My_Key", of: rules))
        #expect(!self.isLookalike("X_Api_Key", of: rules))
    }

    @Test func `every source passes the test by length, and random names never trap`() {
        let rules = self.rules()
        for source in rules.sources { #expect(rules.mayBeSource(nameLength: source.name.count)) }
        #expect(!rules.mayBeSource(nameLength: 4))
        var random = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let name = random.bytes(Int(random.next() % 80))
            let isLookalike = rules.isLookalike(name.span)
            #expect(!isLookalike)
        }
    }
}
