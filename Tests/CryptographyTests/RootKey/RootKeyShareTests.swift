import Cryptography
import Testing

@Suite struct RootKeyShareTests {
    @Test func `every share has a code of its own, and codes beyond them are none`() {
        let shares = (UInt8.min...UInt8.max).map { RootKeyShare(code: $0) }
        #expect(shares.prefix(17).allSatisfy { $0 != nil })
        #expect(shares.dropFirst(17).allSatisfy { $0 == nil })
        for (code, share) in shares.enumerated() { #expect(share.map(\.code) ?? UInt8(code) == UInt8(code)) }
        #expect(Set(shares.compactMap(\.self)).count == 17)
    }

    @Test func `codes are the documented ones`() {
        #expect(RootKeyShare.whole.code == 0)
        #expect(RootKeyShare.part(.first, pair: 0).code == 1)
        #expect(RootKeyShare.part(.second, pair: 0).code == 2)
        #expect(RootKeyShare.part(.second, pair: 7).code == 16)
    }

    @Test func `a part is completed by the other part of its pair`() {
        #expect(RootKeyShare.whole.counterpart == nil)
        #expect(RootKeyShare.part(.first, pair: 3).counterpart == .part(.second, pair: 3))
        #expect(RootKeyShare.part(.second, pair: 3).counterpart == .part(.first, pair: 3))
    }
}
