import Keys
import Testing

@Suite struct CertificateThumbprintTests {
    private static let plain = String(repeating: "0aF9", count: 16)

    @Test(arguments: [
        plain, plain.uppercased(), plain.lowercased(), String(repeating: "0a:F9:", count: 16).dropLast().description,
    ])
    func `it is read with colons or without, in any case`(_ text: String) {
        #expect(CertificateThumbprint(text)?.description == Self.plain.lowercased())
    }

    @Test(arguments: [
        "", "0", plain + "0", plain.dropLast().description, plain.dropLast().description + "g", ":" + plain,
        plain.dropLast(2) + ":f9", String(repeating: "0:", count: 64), plain + ":",
        String(repeating: "0a:F9:", count: 16), "sha256:" + plain,
    ])
    func `nothing else is one`(_ text: String) { #expect(CertificateThumbprint(text) == nil) }
}
