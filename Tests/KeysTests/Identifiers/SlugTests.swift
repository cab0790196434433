import Keys
import Testing

@Suite struct SlugTests {
    @Test(arguments: ["a", "0", "a-", "billing-2", "a--b", String(repeating: "z", count: 63)])
    func `a slug is lower case, digits and hyphens`(_ text: String) { #expect(Slug.isSlug(text)) }

    @Test(arguments: ["", "-a", "A", "a_b", "a b", "é", "a\n", String(repeating: "z", count: 64)])
    func `anything else is none`(_ text: String) { #expect(!Slug.isSlug(text)) }
}
