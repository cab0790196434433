import Keys
import Testing

@testable import gatehouse

@Suite struct RelativeTimeTests {
    private let now = WallTime(milliseconds: 1_796_083_200_000)

    @Test(arguments: [
        (0, "now"), (-4, "now"), (4, "now"), (-5, "5 s ago"), (-59, "59 s ago"), (-60, "1 min ago"),
        (-199, "3 min ago"), (-3599, "59 min ago"), (3600, "in 1 h"), (-86_399, "23 h ago"), (86_400, "in 1 day"),
        (-172_800, "2 days ago"), (59 * 86_400, "in 59 days"),
    ])
    func `a moment within 60 days is said in the largest unit, rounded down`(offset: Int, text: String) {
        #expect(RelativeTime.text(for: self.now.adding(seconds: Int64(offset)), now: self.now) == text)
    }

    @Test func `a moment further away is a date`() {
        #expect(RelativeTime.text(for: self.now.adding(seconds: -61 * 86_400), now: self.now) == "2026-10-01")
    }

    @Test func `the ends of time do not trap`() {
        for moment in [Int64.min, Int64.max] {
            #expect(!RelativeTime.text(for: .init(milliseconds: moment / 4), now: self.now).isEmpty)
        }
    }
}
