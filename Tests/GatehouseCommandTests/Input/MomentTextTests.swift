import Keys
import Testing

@testable import gatehouse

@Suite struct MomentTextTests {
    private let now = WallTime(milliseconds: 1_796_083_200_000)

    @Test func `a span lies ahead for an end and behind for a start`() {
        #expect(MomentText(argument: "7d")?.future(from: self.now) == "2026-12-08T00:00:00Z")
        #expect(MomentText(argument: "7d")?.past(from: self.now) == "2026-11-24T00:00:00Z")
    }

    @Test func `dates and times are taken as they are`() {
        #expect(MomentText(argument: "2027-01-02")?.future(from: self.now) == "2027-01-02T00:00:00Z")
        #expect(MomentText(argument: "2027-01-02T03:04:05+01:00")?.past(from: self.now) == "2027-01-02T02:04:05Z")
    }

    @Test(arguments: ["", "tomorrow", "2027-13-01", "2027-1-1", "12"])
    func `anything else is refused`(text: String) {
        #expect(MomentText(argument: text) == nil)
    }
}
