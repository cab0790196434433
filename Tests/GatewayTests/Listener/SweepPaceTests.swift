import Testing

@testable import Gateway

@Suite struct SweepPaceTests {
    @Test func `the first sweep is allowed at once`() {
        let pace = SweepPace()
        #expect(pace.allows(at: 0))
    }

    @Test func `sweeping takes a twentieth of the time`() {
        var pace = SweepPace()
        pace.swept(from: 1_000_000, to: 1_010_000)
        #expect(!pace.allows(at: 1_010_000 + 189_999))
        #expect(pace.allows(at: 1_010_000 + 190_000))
    }

    @Test func `no pause is longer than twenty milliseconds`() {
        var pace = SweepPace()
        pace.swept(from: 0, to: 900_000_000_000)
        #expect(!pace.allows(at: 900_019_999_999))
        #expect(pace.allows(at: 900_020_000_000))
    }

    @Test func `a clock that stood still asks for no pause`() {
        var pace = SweepPace()
        pace.swept(from: 7, to: 7)
        #expect(pace.allows(at: 7))
    }
}
