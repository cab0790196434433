import KeyManagement
import Keys
import Testing

@testable import AdminAPI

@Suite struct QueryReaderTests {
    @Test(arguments: [
        "limit=0", "limit=-1", "limit=x", "limit=", "limit=1.0", "limit=2147483648", "limit=+1",
        "limit=99999999999999999999",
    ])
    func `a page has at least one item`(_ text: String) throws {
        var query = try QueryReader(text)
        _ = query.page()
        #expect(throws: FieldFaults.self) { try query.finish() }
    }

    @Test func `more items than a page holds are cut down`() throws {
        for (text, expected) in [("", nil), ("limit=7", 7), ("limit=1001", 1000), ("limit=2147483647", 1000)] {
            var query = try QueryReader(text)
            #expect(query.page().limit == expected)
            try query.finish()
        }
    }

    @Test func `an unknown parameter is refused with the nearest one`() throws {
        var query = try QueryReader("crusor=x")
        _ = query.optional("cursor", .text(10))
        let error = #expect(throws: FieldFaults.self) { try query.finish() }
        #expect(error?.faults.first?.detail.contains("“cursor”") == true)
    }

    @Test(arguments: ["a=1&a=2", "a=%zz", "a=%e9", "%zz=1", "a=%"])
    func `repeats and broken escapes are refused`(_ text: String) {
        #expect(throws: FieldFaults.self) { try QueryReader(text) }
    }

    @Test func `the number of parameters has a bound`() {
        let text = (0...QueryReader.most).map { "p\($0)=1" }.joined(separator: "&")
        #expect(throws: FieldFaults.self) { try QueryReader(text) }
    }

    @Test func `states are words separated by commas`() throws {
        var query = try QueryReader("state=active,revoked")
        #expect(query.choices("state", of: KeyStatus.self) == [.active, .revoked])
        var wrong = try QueryReader("state=active,dead")
        _ = wrong.choices("state", of: KeyStatus.self)
        #expect(throws: FieldFaults.self) { try wrong.finish() }
    }
}
