import Keys
import TestKit
import Testing

/// Restrictions: referrer and origin patterns, application identity.
@Suite struct PatternTests {
    private static func matches(_ pattern: ReferrerPattern, _ text: String) -> Bool {
        pattern.matches(Array(text.utf8).span)
    }

    private static func matches(_ pattern: OriginPattern, _ text: String) -> Bool {
        pattern.matches(Array(text.utf8).span)
    }

    @Test(arguments: [
        ("https://www.example.com/*", "https://www.example.com/a/b?c=d", true),
        ("https://www.example.com/*", "https://www.example.com/", true),
        ("https://www.example.com/*", "https://www.example.com", true),
        ("https://www.example.com/*", "http://www.example.com/", false),
        ("https://www.example.com/*", "https://WWW.Example.COM/", true),
        ("https://www.example.com/*", "https://www.example.com:8443/", false),
        ("https://www.example.com:8443/*", "https://www.example.com:8443/", true),
        ("https://www.example.com/*", "https://www.example.com:443/", true),
        ("https://www.example.com/*", "https://www.example.com.evil.test/", false),
        ("https://www.example.com/*", "https://www.example.com@evil.test/", false),
        ("https://www.example.com/*", "https://user:pass@www.example.com/", false),
        ("https://www.example.com/*", "https://evil.test/https://www.example.com/", false),
        ("*.example.com/*", "http://a.example.com/", true), ("*.example.com/*", "https://a.b.example.com/x", true),
        ("*.example.com/*", "https://example.com/", false), ("*.example.com/*", "https://evilexample.com/", false),
        ("*.example.com/*", "https://.example.com/", false),
        ("example.com/app/*", "https://example.com/app/1", true),
        ("example.com/app/*", "https://example.com/app", false),
        ("example.com/app/*", "https://example.com/other", false),
        ("example.com/page", "https://example.com/page", true),
        ("example.com/page", "https://example.com/page?x#y", true),
        ("example.com/page", "https://example.com/page2", false),
        ("example.com/", "https://example.com", true), ("example.com/*", "", false), ("example.com/*", "null", false),
        ("example.com/*", "ftp://example.com/", false), ("[2001:db8::1]/*", "https://[2001:db8::1]/", true),
        ("example.com/*", "https://example.com:99999/", false), ("example.com/*", "https://example.com:/", false),
    ])
    func `a referrer is a page of the pattern or is not`(_ pattern: String, _ referrer: String, _ matches: Bool) throws
    {
        let pattern = try #require(ReferrerPattern(pattern))
        #expect(Self.matches(pattern, referrer) == matches)
        #expect(ReferrerPattern(pattern.description) == pattern)
    }

    @Test(arguments: [
        "", "example.com", "https://example.com", "/path", "*", "*/*", "https://*/x", "ex ample.com/*",
        "a*.example.com/*",
        "example.com/*/x", "example.com/a?b", "example.com/a#b", "ftp://example.com/*", "https://user@example.com/*",
        "-a.example.com/*", "example..com/*", "example.com:0/*", "example.com:70000/*", "ëxample.com/*",
    ])
    func `what is no page is refused`(_ text: String) { #expect(ReferrerPattern(text) == nil) }

    @Test(arguments: [
        ("https://app.example.com", "https://app.example.com", true),
        ("https://app.example.com", "https://app.example.com/", false),
        ("https://app.example.com", "http://app.example.com", false), ("https://app.example.com", "null", false),
        ("https://*.example.com", "https://a.b.example.com", true),
        ("https://*.example.com", "https://example.com", false),
        ("http://localhost:3000", "http://localhost:3000", true), ("http://localhost:3000", "http://localhost", false),
        ("https://app.example.com", "https://app.example.com https://evil.test", false),
    ])
    func `an origin is that of the pattern or is not`(_ pattern: String, _ origin: String, _ matches: Bool) throws {
        let pattern = try #require(OriginPattern(pattern))
        #expect(Self.matches(pattern, origin) == matches)
        #expect(OriginPattern(pattern.description) == pattern)
    }

    @Test(arguments: [
        "", "app.example.com", "https://", "https://app.example.com/", "null", "*", "https://*", "file:///x",
    ])
    func `what is no origin is refused`(_ text: String) { #expect(OriginPattern(text) == nil) }

    @Test func `a pattern matches what it is made of, and nothing with a letter changed`() throws {
        var generator = SeededGenerator(seed: 11)
        let labels = ["a", "bc", "app", "x-1", "example", "test"]
        for _ in 0..<2_000 {
            let host = (0...(2 + generator.next() % 3)).map { _ in labels[Int(generator.next() % 6)] }
                .joined(separator: ".")
            let path = (0...(generator.next() % 3)).map { _ in "/" + labels[Int(generator.next() % 6)] }.joined()
            let pattern = try #require(ReferrerPattern("https://\(host)\(path)*"))
            let referrer = "https://\(host)\(path)/more"
            #expect(Self.matches(pattern, referrer))
            var other = Array(referrer.utf8)
            let place = 8 + Int(generator.next() % UInt64(host.utf8.count + path.utf8.count))
            other[place] = other[place] == 0x7a ? 0x79 : 0x7a
            #expect(
                !Self.matches(pattern, String(decoding: other, as: UTF8.self)),
                "\(String(decoding: other, as: UTF8.self)) of \(pattern)")
        }
    }

    @Test func `a reader of any bytes says yes or no`() throws {
        var generator = SeededGenerator(seed: 12)
        let page = try #require(ReferrerPattern("https://*.example.com/*"))
        let origin = try #require(OriginPattern("https://*.example.com"))
        let seed = Array("https://a.example.com:443/x?y".utf8)
        for _ in 0..<50_000 {
            var bytes = seed
            for _ in 0...(generator.next() % 5) {
                let place = Int(generator.next() % UInt64(bytes.count))
                switch generator.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
                case 1 where bytes.count > 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
                }
            }
            _ = page.matches(bytes.span)
            _ = origin.matches(bytes.span)
        }
    }

    @Test func `an application is known by package and certificate, or by bundle`() throws {
        let text = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"
        let certificate = try #require(ApplicationRule.Fingerprint(text))
        #expect(certificate.description == text)
        let android = ApplicationRule.android(package: "com.example.app", certificate: certificate)
        let iOS = ApplicationRule.iOS(bundle: "com.example.App")
        func matches(_ rule: ApplicationRule, _ package: String, _ certificate: String, _ bundle: String) -> Bool {
            rule.matches(
                androidPackage: Array(package.utf8).span, androidCertificate: Array(certificate.utf8).span,
                iOSBundle: Array(bundle.utf8).span)
        }
        let plain = text.lowercased().filter { $0 != ":" }
        #expect(matches(android, "com.example.app", text, ""))
        #expect(matches(android, "com.example.app", plain, ""))
        #expect(!matches(android, "com.example.App", plain, ""))
        #expect(!matches(android, "com.example.app", String(plain.dropLast()), ""))
        #expect(!matches(android, "com.example.app", plain + "0", ""))
        #expect(!matches(android, "com.example.app", "", ""))
        #expect(!matches(android, "com.example.app", ":" + plain, ""))
        #expect(matches(iOS, "", "", "com.example.App"))
        #expect(!matches(iOS, "", "", "com.example.app"))
        #expect(!matches(iOS, "com.example.App", text, ""))
    }

    @Test(arguments: ["DE", "de", "US", "XK", "unknown"]) func `countries are read`(_ text: String) {
        #expect(CountryCode(text)?.description == (text == "unknown" ? text : text.uppercased()))
    }

    @Test(arguments: ["", "D", "DEU", "UK", "EU", "AP", "1A", "Unknown", "ZZ"])
    func `what is no country is refused, mistakes of many included`(_ text: String) {
        #expect(CountryCode(text) == nil)
    }

    @Test(arguments: [("AS64500", UInt32(64_500)), ("as1", 1), ("AS4294967295", .max), ("unknown", 0)])
    func `networks are read`(_ text: String, _ number: UInt32) {
        #expect(NetworkNumber(text)?.rawValue == number)
    }

    @Test(arguments: ["", "AS", "AS0", "AS01", "64500", "AS4294967296", "AS-1", "AS1x", "AS99999999999"])
    func `what is no network is refused`(_ text: String) { #expect(NetworkNumber(text) == nil) }
}
