import Keys
import Testing

@testable import GatehouseServer

/// Only names of exactly our shape are ours.
@Suite struct SegmentNamesTests {
    private static let chain = "0123456789abcdef0123456789abcdef"

    @Test func `a beginning tells its moment and its chain, and later ones sort behind`() {
        let early = SegmentNames.Base(chain: Self.chain, at: WallTime(seconds: 1_796_083_200))
        let late = SegmentNames.Base(chain: Self.chain, at: WallTime(seconds: 1_796_083_201))
        #expect(early.name == "gatehouse-20261201T000000Z-\(Self.chain).base")
        #expect(SegmentNames.Base(early.name) == early && early < late)
    }

    @Test(arguments: [
        "gatehouse-.base", "gatehouse-2026.base", "gatehouse-20261201T000000Z.base",
        "gatehouse-20261201T000000Z-0123456789abcdef0123456789abcde.base",
        "gatehouse-20261201T000000Z-0123456789ABCDEF0123456789ABCDEF.base",
        "gatehouse-20261201X000000Z-0123456789abcdef0123456789abcdef.base",
        "gatehouse-20261201T000000Z-0123456789abcdef0123456789abcdef.base.part",
        "other-20261201T000000Z-0123456789abcdef0123456789abcdef.base", "",
    ]) func `everything else is not ours`(name: String) {
        #expect(SegmentNames.Base(name) == nil)
    }

    @Test func `a segment tells its number`() {
        let name = SegmentNames.segment(Self.chain, 17)
        #expect(name == "\(Self.chain)-00000017.segment")
        #expect(SegmentNames.number(name, of: Self.chain) == 17)
        #expect(SegmentNames.number(SegmentNames.segment(Self.chain, .max), of: Self.chain) == .max)
        for other in ["-17.segment", "-00000017.segment.new", "-+0000017.segment", "-00000017", "-payroll.sql"] {
            #expect(SegmentNames.number(Self.chain + other, of: Self.chain) == nil)
        }
    }
}
