import Keys
import TestKit
import Testing

@testable import gatehouse

@Suite struct TableTests {
    private let now = WallTime(milliseconds: 1_796_083_200_000)
    private let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("STATE", "state", .state),
        Column("CREATED", "created_at", .time), Column("USES", "uses", .count),
    ]

    private func table(_ name: String = "ci") -> Table {
        Table(
            columns: self.columns,
            rows: [
                .members([
                    "id": "key_1", "name": .string(name), "state": "active", "created_at": "2026-11-30T23:57:00Z",
                    "uses": 7,
                ])
            ])
    }

    @Test func `people get a header, aligned columns and relative times`() {
        let lines = self.table().lines(width: 80, isColoured: false, now: self.now)
        #expect(
            lines == [
                "ID     NAME  STATE   CREATED    USES",
                "key_1  ci    active  3 min ago     7",
            ])
    }

    @Test func `colour stands beside the word, never instead of it`() {
        let lines = self.table().lines(width: 80, isColoured: true, now: self.now)
        #expect(lines[1].contains("\u{1B}[32mactive\u{1B}[0m"))
    }

    @Test func `programs get tabs, no header and exact times`() {
        #expect(self.table("a\tb").tabSeparated == ["key_1\ta\\tb\tactive\t2026-11-30T23:57:00Z\t7"])
    }

    @Test func `no line is wider than the terminal`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let name = String(repeating: "鍵x", count: Int.random(in: 0...60, using: &generator))
            let width = Int.random(in: 20...120, using: &generator)
            for line in self.table(name).lines(width: width, isColoured: false, now: self.now) {
                #expect(DisplayWidth.of(line) <= width)
            }
        }
    }

    @Test func `the id is whole while other columns can give`() {
        let lines = self.table(String(repeating: "n", count: 200)).lines(width: 50, isColoured: false, now: self.now)
        #expect(lines[1].hasPrefix("key_1  n"))
        #expect(lines[1].contains("…"))
    }

    @Test func `lists and missing values have a form`() {
        let row = JSONValue.members(["id": "key_1", "tags": .strings(["a", "b"]), "owner": .null])
        #expect(Column("TAGS", "tags").field(of: row) == "a,b")
        #expect(Column("OWNER", "owner.id").field(of: row).isEmpty)
        #expect(Column("OWNER", "owner").field(of: row).isEmpty)
    }
}
