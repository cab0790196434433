import HTTPMachines
import TestKit
import Testing

@Suite struct TraceParentTests {
    private static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func read(_ text: String) -> TraceParent? { TraceParent(Array(text.utf8).span) }

    @Test func `a valid value is read`() throws {
        let parent = try #require(self.read(Self.valid))
        #expect(parent.traceHigh == 0x4bf9_2f35_77b3_4da6)
        #expect(parent.traceLow == 0xa3ce_929d_0e0e_4736)
        #expect(parent.spanID == 0x00f0_67aa_0ba9_02b7)
    }

    @Test func `a later version may go on behind a hyphen, version 00 may not`() {
        let rest = Self.valid.dropFirst(2)
        #expect(self.read("01\(rest)") != nil)
        #expect(self.read("cc\(rest)-what-comes-later") != nil)
        #expect(self.read("cc\(rest)more") == nil)
        #expect(self.read("00\(rest)-more") == nil)
        #expect(self.read("ff\(rest)") == nil)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
    ]) func `anything else is no trace`(text: String) {
        #expect(self.read(text) == nil)
    }

    @Test func `one changed byte makes another valid value or none, and never traps`() {
        var random = SeededGenerator(seed: 12)
        let valid = Array(Self.valid.utf8)
        for _ in 0..<5_000 {
            var bytes = valid
            let index = Int(random.next() % 55)
            bytes[index] = UInt8(truncatingIfNeeded: random.next())
            let isHexadecimal = (0x30...0x39).contains(bytes[index]) || (0x61...0x66).contains(bytes[index])
            let isHyphen = [2, 35, 52].contains(index)
            let parent = TraceParent(bytes.span)
            if isHyphen { #expect((parent != nil) == (bytes[index] == 0x2d)) }
            if !isHyphen, !isHexadecimal { #expect(parent == nil) }
            _ = TraceParent(random.bytes(Int(random.next() % 80)).span)
        }
    }
}
