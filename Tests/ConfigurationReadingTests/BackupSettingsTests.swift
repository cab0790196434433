import ConfigurationReading
import Testing

@Suite struct BackupSettingsTests {
    private func read(_ backup: String) throws -> BackupSettings? {
        try ServerConfiguration(file: "gatehouse.yaml", text: "verify: {}\nbackup: \(backup)\n").backup
    }

    private func objection(_ backup: String) -> String? {
        do {
            _ = try self.read(backup)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `without the section no backup is made`() throws {
        #expect(try ServerConfiguration(file: "gatehouse.yaml", text: "verify: {}\n").backup == nil)
    }

    @Test func `a folder is all it takes`() throws {
        let settings = try #require(try self.read("{folder: /mnt/b}"))
        #expect(settings.folder == "/mnt/b" && settings.everySeconds == 86_400 && settings.keep == 7)
        #expect(settings.isVerified && settings.verifyKeyFile == nil)
    }

    @Test func `everything is read`() throws {
        let settings = try #require(
            try self.read("{folder: /b, everySeconds: 60, keep: 2, verify: false, verifyKeyFile: /k}"))
        #expect(settings.everySeconds == 60 && settings.keep == 2)
        #expect(!settings.isVerified && settings.verifyKeyFile == "/k")
        #expect(settings.segments == nil)
        let shipping = try #require(try self.read("{folder: /b, segments: {folder: /s, everyMs: 20}}")?.segments)
        #expect(shipping.folder == "/s" && shipping.everyMs == 20)
    }

    @Test(arguments: [
        ("{}", "'folder' is missing"), ("{folder: ''}", "backup.folder"),
        ("{folder: /b, everySeconds: 59}", "backup.everySeconds"), ("{folder: /b, keep: 0}", "backup.keep"),
        ("{folder: /b, verify: perhaps}", "backup.verify"), ("{folder: /b, every: 60}", "every"),
        ("{folder: /b, segments: {}}", "'folder' is missing"),
        ("{folder: /b, segments: {folder: /b}}", "a folder of their own"),
        ("{folder: /b, segments: {folder: /s, everyMs: 19}}", "backup.segments.everyMs"),
        ("{folder: /b, segments: {folder: /s, answersWaitMs: 1999}}", "at least twice 'everyMs', 2000"),
    ])
    func `what makes no sense is refused by name`(text: String, name: String) {
        #expect(self.objection(text)?.contains(name) == true, "\(self.objection(text) ?? "accepted")")
    }
}
