import Auditing
import ConfigurationReading
import TestKit
import Testing

@Suite struct WitnessConfigurationTests {
    private let logKey: NoteVerifierKey
    private let witnessKey: NoteVerifierKey

    init() throws {
        self.logKey = try NoteSigner(name: "log.example/a", key: GrowingLog.key(1)).verifierKey
        self.witnessKey = try NoteSigner(name: "w", key: GrowingLog.key(2), kind: .cosignature).verifierKey
    }

    private var complete: String {
        """
        name: witness.example/w
        key: {file: /etc/gatehouse/witness.key}
        state: /var/lib/w
        address: 0.0.0.0
        port: 9083
        logs:
          - origin: log.example/a
            keys: ["\(self.logKey)"]
          - {origin: log.example/b, keys: ["\(self.logKey)"]}
        """
    }

    private func objection(_ text: String) -> String? {
        do {
            _ = try WitnessConfiguration(file: "witness.yaml", text: text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `everything is read`() throws {
        let configuration = try WitnessConfiguration(file: "witness.yaml", text: self.complete)
        #expect(configuration.name == "witness.example/w")
        #expect(configuration.keyFile == "/etc/gatehouse/witness.key")
        #expect(configuration.stateFolder == "/var/lib/w")
        #expect(configuration.address == "0.0.0.0" && configuration.port == 9083)
        #expect(configuration.logs.map(\.origin) == ["log.example/a", "log.example/b"])
        #expect(configuration.logs.allSatisfy { $0.keys == [self.logKey] })
    }

    @Test func `what is left out has its default`() throws {
        let text = "{name: w, key: {file: k}, logs: []}"
        let configuration = try WitnessConfiguration(file: "witness.yaml", text: text)
        #expect(configuration.stateFolder == "/var/lib/gatehouse-witness")
        #expect(configuration.address == "127.0.0.1" && configuration.port == 8083)
        #expect(configuration.logs.isEmpty)
    }

    @Test(arguments: [
        ("name: witness.example/w\n", "", "witness.yaml:1: 'name' is missing"),
        ("witness.example/w\n", "a name\n", "witness.yaml:1: name: must be a name without spaces"),
        ("witness.example/w\n", "a+b\n", "witness.yaml:1: name: must be a name without spaces"),
        ("key: {file: /etc/gatehouse/witness.key}\n", "", "witness.yaml:1: 'key' is missing"),
        ("{file: /etc/gatehouse/witness.key}", "{}", "witness.yaml:2: key: 'file' is missing"),
        ("0.0.0.0", "example.com", "witness.yaml:4: address: must be an IP address"),
        ("9083", "65536", "witness.yaml:5: port: must be a whole number from 0 to 65535"),
        ("log.example/b", "log.example/a", "witness.yaml:9: logs[1]: the log 'log.example/a' is given twice"),
        ("log.example/a\n", "a b\n", "witness.yaml:7: logs[0].origin: must be a name without spaces"),
        ("port:", "prot:", "witness.yaml:5: prot: unknown setting; did you mean 'port'?"),
    ]) func `a mistake is named with its line`(old: String, new: String, expected: String) throws {
        let objection = try #require(self.objection(self.complete.replacing(old, with: new, maxReplacements: 1)))
        #expect(objection.hasPrefix(expected), "\(objection)")
    }

    @Test func `keys of the wrong kind and texts that are none are refused`() throws {
        let key = self.logKey.description
        let wrong: [String] = [
            self.witnessKey.description, "nonsense", String(key.dropLast()) + "A",
            "log.example/a+00000000+" + String(key.suffix(44)),
        ]
        for other in wrong {
            let text = self.complete.replacing(key, with: other, maxReplacements: 1)
            let objection = try #require(self.objection(text))
            #expect(objection.hasPrefix("witness.yaml:8: logs[0].keys[0]: "), "\(objection)")
        }
    }

    @Test func `there are bounds`() throws {
        let keys = Array(repeating: "\"\(self.logKey)\"", count: 5).joined(separator: ", ")
        #expect(self.objection("{name: w, key: {file: k}, logs: [{origin: o, keys: [\(keys)]}]}") != nil)
        #expect(self.objection("{name: w, key: {file: k}, logs: [{origin: o, keys: []}]}") != nil)
        let logs = (0...256).map { "{origin: o\($0), keys: [\"\(self.logKey)\"]}" }.joined(separator: ", ")
        #expect(self.objection("{name: w, key: {file: k}, logs: [\(logs)]}")?.contains("at most 256 logs") == true)
    }
}
