import AdminAPI
import KeyManagement
import Testing

@testable import GatehouseServer

@Suite struct SlotCheckTests {
    private static func kinds(_ slots: [SlotDescription], opensByItself: Bool = true) -> [String] {
        SlotCheck.findings(slots, opensByItself: opensByItself).map(\.kind)
    }

    @Test func `one way alone is a weakness, a pair is one way`() {
        let file = SlotDescription(number: 0, kind: "file", partner: nil)
        let pair = [
            SlotDescription(number: 1, kind: "passphrase", partner: 2),
            SlotDescription(number: 2, kind: "passphrase", partner: 1),
        ]
        #expect(Self.kinds([file]) == ["single_root_key_slot"])
        #expect(Self.kinds(pair) == ["single_root_key_slot"])
        #expect(Self.kinds([file] + pair).isEmpty)
    }

    @Test func `a start that waits for a person is told`() {
        let slots = (0..<2).map { SlotDescription(number: $0, kind: "passphrase", partner: nil) }
        #expect(Self.kinds(slots, opensByItself: false) == ["start_needs_person"])
    }
}
