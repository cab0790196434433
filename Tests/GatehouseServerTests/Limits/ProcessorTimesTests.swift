import Testing

@testable import GatehouseServer

@Suite struct ProcessorTimesTests {
    @Test func `the load is what was not idle`() throws {
        let before = try #require(ProcessorTimes("cpu  10 0 10 80 0 0 0 0 0 0\ncpu0 1 2 3"))
        let after = try #require(ProcessorTimes("cpu  40 0 40 110 10 0 0 0 0 0\n"))
        #expect(after.load(since: before) == 60)
        #expect(after.load(since: nil) == nil)
        #expect(after.load(since: after) == nil)
        #expect(before.load(since: after) == nil)
    }

    @Test func `other text is no time`() {
        for text in ["", "\n", "cpu", "cpu a b c d e", "intr 1 2 3 4 5 6"] { #expect(ProcessorTimes(text) == nil) }
        #expect(ProcessorTimes.now() != nil)
    }
}
