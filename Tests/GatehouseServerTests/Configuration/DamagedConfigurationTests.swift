import TestKit
import Testing

@testable import GatehouseServer

/// Configurations as a slip of the hand, a broken disk or another program would leave them. The parser is linked into the
/// whole server, too much to build for libFuzzer, so it is fuzzed here.
@Suite struct DamagedConfigurationTests {
    @Test func `a damaged configuration is refused or read, and never traps`() {
        var random = SeededGenerator(seed: 23)
        let tokens = [
            "- ", ": ", "[", "]", "{", "}", "&a ", "*a ", "!!", "\"", "'", "#", "|", ">", "%", "@", "`", "\t", "\u{0}",
            "\n", "null", "~", "1e9", "-1", "0x1F", "\u{e9}", "\u{feff}", "18446744073709551616",
        ]
        for _ in 0..<4_000 {
            var text = Array(ServerConfigurationTests.complete.unicodeScalars)
            for _ in 0..<Int(random.next() % 3 + 1) where !text.isEmpty {
                let index = Int(random.next() % UInt64(text.count))
                let end = min(text.count, index + Int(random.next() % 12))
                switch random.next() % 4 {
                case 0: text.removeSubrange(index..<end)
                case 1: text.insert(contentsOf: text[index..<end], at: Int(random.next() % UInt64(text.count)))
                case 2: text = Array(text[..<index])
                default:
                    text.insert(contentsOf: tokens[Int(random.next() % UInt64(tokens.count))].unicodeScalars, at: index)
                }
            }
            var damaged = ""
            damaged.unicodeScalars.append(contentsOf: text)
            do throws(ConfigurationError) {
                _ = try ServerConfiguration(file: "damaged.yaml", text: damaged)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }
}
