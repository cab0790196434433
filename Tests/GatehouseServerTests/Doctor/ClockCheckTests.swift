import AdminAPI
import Admission
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

    @Test func `keys that are kept from ending are counted`() throws {
        #expect(ClockCheck.hold(nil).isEmpty)
        let finding = try #require(ClockCheck.hold(.init(live: 23, ending: 22)).first)
        #expect(finding.kind == "mass_expiry_held" && finding.severity == .critical)
        #expect(finding.title.contains("22 of 23 keys"))
        #expect(finding.cure == "Set the clock right; if it is right: gatehouse clock follow")
    }
}
