import TestKit
import Testing

@testable import gatehouse

@Suite struct ObjectReferenceTests {
    private func parse(_ text: String, prefix: String = "key") throws -> ObjectReference {
        try ObjectReference(parsing: text, prefix: prefix)
    }

    @Test func `an id has its prefix and sixteen characters`() throws {
        #expect(try self.parse("key_0123456789abcdEF") == .id("key_0123456789abcdEF"))
        #expect(try self.parse("prj_0123456789abcdEF") == .name("prj_0123456789abcdEF"))
        #expect(try self.parse("key_0123456789abcdE") == .name("key_0123456789abcdE"))
        #expect(try self.parse("key_0123456789abcd-F") == .name("key_0123456789abcd-F"))
    }

    @Test(arguments: ["gk_live_K7Qm…x9Zt", "gk_live_K7Qm...x9Zt"])
    func `a hint may be typed with dots`(text: String) throws {
        #expect(try self.parse(text) == .hint(start: "gk_live_K7Qm", end: "x9Zt"))
    }

    @Test(arguments: ["ci", "team…x", "a...", "Zoë's key"])
    func `everything else is a name`(text: String) throws {
        #expect(try self.parse(text) == .name(text))
    }

    @Test(arguments: ["gk_live", "gko"])
    func `a whole token is refused and never repeated`(start: String) {
        let token = "\(start)_0123456789abcdEF_" + String(repeating: "s", count: 49)
        #expect {
            try self.parse(token)
        } throws: { error in
            (error as? CommandFailure)?.status == .usage && !"\(error)".contains("sss")
        }
    }

    @Test func `empty and endless names are refused`() {
        #expect(throws: CommandFailure.self) { try self.parse("") }
        #expect(throws: CommandFailure.self) { try self.parse(String(repeating: "n", count: 257)) }
    }

    @Test func `random text never traps`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...90, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? self.parse(String(decoding: bytes, as: UTF8.self))
        }
    }
}
