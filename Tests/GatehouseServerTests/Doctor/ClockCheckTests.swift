import AdminAPI
import Testing

@testable import GatehouseServer

@Suite struct ClockCheckTests {
    @Test func `a clock that is followed is no finding`() {
        #expect(ClockCheck.jump(of: 0).isEmpty)
    }

    @Test(arguments: [(7_200_000, "forward by 7200"), (-90_500, "back by 90"), (.min, "back by")] as [(Int64, String)])
    func `a jump is told with its direction`(lead: Int64, words: String) throws {
        let finding = try #require(ClockCheck.jump(of: lead).first)
        #expect(finding.kind == "clock_jumped")
        #expect(finding.severity == .critical)
        #expect(finding.title.contains(words))
    }
}
