import KeyManagement
import Keys
import Testing

@testable import AdminAPI

@Suite struct ObjectReaderTests {
    private func reader(_ text: String) throws -> ObjectReader {
        try ObjectReader(JSONValue(reading: Array(text.utf8)))
    }

    private func faults(_ text: String, _ read: (inout ObjectReader) -> Void) -> [FieldFault] {
        do {
            var reader = try self.reader(text)
            read(&reader)
            try reader.finish()
            return []
        } catch let faults as FieldFaults {
            return faults.faults
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    @Test func `an unknown member is refused with the nearest one there is`() {
        let faults = self.faults(#"{"nmae":"x"}"#) { _ = $0.optional("name", .label) }
        #expect(faults.map(\.code) == [.unknownMember])
        #expect(faults.first?.pointer == "#/nmae")
        #expect(faults.first?.detail.contains("“name”") == true)
    }

    @Test func `a member that resembles nothing has no suggestion`() {
        let faults = self.faults(#"{"zzzzzzzz":"x"}"#) { _ = $0.optional("name", .label) }
        #expect(faults.first?.detail == "there is no such member")
    }

    @Test func `all faults are told at once`() {
        let faults = self.faults(#"{"name":"UPPER","tag":7,"level":"vewer"}"#) { reader in
            _ = reader.required("name", .label)
            _ = reader.optional("tag", .tokenTag)
            _ = reader.optional("level", Field<Operator.Level>.choice)
            _ = reader.required("other", .flag)
        }
        #expect(faults.map(\.code) == [.malformed, .wrongType, .unknownValue, .missing])
        #expect(faults[2].detail.contains("did you mean “viewer”?"))
    }

    @Test func `null is refused where it does not mean none on purpose`() {
        let faults = self.faults(#"{"name":null}"#) { _ = $0.optional("name", .label) }
        #expect(faults.map(\.code) == [.nullNotAllowed])
    }

    @Test func `a merge patch tells absent, null and a value apart`() throws {
        var reader = try self.reader(#"{"a":null,"b":"x"}"#)
        #expect(reader.patch("a", .label) == .null)
        #expect(reader.patch("b", .label) == .value("x"))
        #expect(reader.patch("c", .label) == Patch<String>.absent)
        try reader.finish()
    }

    @Test func `pointers are escaped`() {
        let faults = self.faults(#"{"a/b~c é":1}"#) { _ in }
        #expect(faults.first?.pointer == "#/a~1b~0c%20%C3%A9")
    }

    @Test(arguments: ["[]", "1", "null", "\"x\""]) func `a body that is no object is refused`(_ text: String) throws {
        #expect(throws: FieldFaults.self) { try self.reader(text) }
    }

    @Test func `lists tell which item is wrong and refuse repeats and too many`() {
        let list = Field<[String]>.list(2, of: .label)
        #expect(self.faults(#"{"l":["a","B"]}"#) { _ = $0.optional("l", list) }.first?.pointer == "#/l/1")
        #expect(self.faults(#"{"l":["a","a"]}"#) { _ = $0.optional("l", list) }.first?.code == .repeated)
        #expect(self.faults(#"{"l":["a","b","c"]}"#) { _ = $0.optional("l", list) }.first?.code == .outOfRange)
    }

    @Test(arguments: ["0", "-1", "4294967296", "9223372036854775808", "1.5", "1e30", "true", "\"1\""])
    func `integers have bounds`(_ text: String) {
        #expect(!self.faults("{\"n\":\(text)}") { _ = $0.optional("n", .integer(1...10)) }.isEmpty)
    }

    @Test(arguments: ["\"\"", "\" a\"", "\"a \"", "\"a\\u0000\"", "\"a\\nb\"", "\"\\u0085\"", "\"\\u00a0a\"", "7"])
    func `text is one line and trimmed`(_ text: String) {
        #expect(!self.faults("{\"t\":\(text)}") { _ = $0.optional("t", .text(8)) }.isEmpty)
    }

    @Test func `a limit is read with its defaults and held to its algorithm`() throws {
        let limits = { (text: String) in
            self.faults("{\"l\":\(text)}") { _ = $0.optional("l", Field<LimitPolicy>.keyLimit) }
        }
        #expect(limits(#"{"name":"a","windows":[{"limit":1,"window_seconds":60}]}"#).isEmpty)
        #expect(
            limits(#"{"name":"a","algorithm":"token_bucket","windows":[{"limit":1,"window_seconds":60}],"burst":5}"#)
                .isEmpty)
        #expect(
            !limits(#"{"name":"a","algorithm":"token_bucket","windows":[{"limit":1,"window_seconds":60}]}"#).isEmpty)
        #expect(!limits(#"{"name":"a","windows":[{"limit":1,"window_seconds":60}],"burst":5}"#).isEmpty)
        #expect(
            limits(#"{"name":"a","windows":[{"limit":0,"window_seconds":60}]}"#).first?.pointer == "#/l/windows/0/limit"
        )
        #expect(!limits(#"{"name":"a","windows":[]}"#).isEmpty)
        #expect(!limits(#"{"name":"a","scope":"global","windows":[{"limit":1,"window_seconds":60}]}"#).isEmpty)
    }
}
