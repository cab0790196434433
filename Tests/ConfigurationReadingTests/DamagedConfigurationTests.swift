import ConfigurationReading
import TestKit
import Testing

/// Configurations as a slip of the hand, a broken disk or another program would leave them. `scripts/fuzz` goes on longer.
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

    @Test func `aliases of aliases cannot stand for more values than a file may have`() {
        let lists = (1...12).map {
            "a\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ","))]"
        }
        let text = "a0: &l0 [x]\n" + lists.joined(separator: "\n")
        let error = #expect(throws: ConfigurationError.self) { try ServerConfiguration(file: "a.yaml", text: text) }
        #expect(error?.message == "there are more than 262144 values")
    }

    @Test(arguments: ["[", "{", "- ", "? ", "[{a: "])
    func `deep nesting is refused`(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        #expect(throws: ConfigurationError.self) { try ServerConfiguration(file: "a.yaml", text: text) }
    }
}
