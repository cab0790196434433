import Auditing
import ConfigurationReading
import TestKit
import Testing

@Suite struct WitnessSettingsTests {
    private let keys: [NoteVerifierKey]

    init() throws {
        self.keys = try (1...9).map { seed in
            try NoteSigner(name: "w\(seed)", key: GrowingLog.key(seed), kind: .cosignature).verifierKey
        }
    }

    private func read(_ audit: String) throws -> AuditSettings {
        try ServerConfiguration(file: "gatehouse.yaml", text: "verify: {}\naudit: \(audit)\n").audit
    }

    private func objection(_ audit: String) -> String? {
        do {
            _ = try self.read(audit)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func witness(_ name: String, _ url: String = "https://w.example", _ key: Int = 0) -> String {
        "{name: \(name), url: \"\(url)\", key: \"\(self.keys[key])\"}"
    }

    @Test func `without the section nobody is told`() throws {
        let audit = try self.read("{}")
        #expect(audit.anchorFile == nil && audit.witnesses.isEmpty)
    }

    @Test func `everything is read`() throws {
        let audit = try self.read(
            "{anchorFile: /a/b, witnesses: [\(self.witness("one", "https://w.example/p/")), \(self.witness("two", "http://[::1]:8083", 1))]}"
        )
        #expect(audit.anchorFile == "/a/b")
        #expect(audit.witnesses.map(\.name) == ["one", "two"])
        #expect(audit.witnesses.map(\.url) == ["https://w.example/p", "http://[::1]:8083"])
        #expect(audit.witnesses.map(\.key) == [self.keys[0], self.keys[1]])
    }

    @Test(arguments: [
        "", "w.example", "ftp://w.example", "https://", "https:///p", "https://w.example?x", "https://w.example#x",
        "https://user@w.example", "https://w example", "HTTPS://w.example",
    ]) func `a URL that is no prefix is refused`(url: String) throws {
        let objection = try #require(self.objection("{witnesses: [\(self.witness("one", url))]}"))
        #expect(objection.contains("audit.witnesses[0].url"), "\(objection)")
    }

    @Test(arguments: [
        "http://w.example", "http://10.0.0.7:8083", "http://[2001:db8::1]:8083", "http://localhost.example",
        "http://127.0.0.1.example/p",
    ]) func `over plain HTTP a witness is on this machine`(url: String) throws {
        let objection = try #require(self.objection("{witnesses: [\(self.witness("one", url))]}"))
        #expect(objection.contains("must be https for a host beyond this machine"), "\(objection)")
    }

    @Test(arguments: ["http://localhost:8083", "http://127.0.0.1/p", "http://[::1]"])
    func `on this machine it may be plain`(url: String) throws {
        #expect(try self.read("{witnesses: [\(self.witness("one", url))]}").witnesses.map(\.url) == [url])
    }

    @Test func `witnesses given twice, too many, or with a log's key are refused`() throws {
        let twice = "{witnesses: [\(self.witness("one")), \(self.witness("one", "https://x.example", 1))]}"
        #expect(self.objection(twice)?.contains("given twice") == true)
        let sameKey = "{witnesses: [\(self.witness("one")), \(self.witness("two"))]}"
        #expect(self.objection(sameKey)?.contains("given twice") == true)
        let many = (0..<9).map { self.witness("w\($0)", "https://w.example", $0) }.joined(separator: ", ")
        #expect(self.objection("{witnesses: [\(many)]}")?.contains("more than 8 witnesses") == true)
        let log = try NoteSigner(name: "log", key: GrowingLog.key(1)).verifierKey
        let wrong = "{witnesses: [{name: one, url: \"https://w.example\", key: \"\(log)\"}]}"
        #expect(self.objection(wrong)?.contains("of another kind") == true)
        #expect(self.objection("{witnesses: [{name: one}]}")?.contains("'url' is missing") == true)
    }
}
