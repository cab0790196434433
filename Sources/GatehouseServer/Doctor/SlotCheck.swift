import AdminAPI
import KeyManagement

/// Without the root key nothing in the store can be opened, so there should be more than one way to it.
enum SlotCheck {
    static func findings(_ system: any SystemControl) async -> [AdminFinding] {
        guard let status = try? await system.status(), let slots = try? await system.slots() else { return [] }
        return Self.findings(slots, opensByItself: status.opensByItself)
    }

    static func findings(_ slots: [SlotDescription], opensByItself: Bool) -> [AdminFinding] {
        var findings: [AdminFinding] = []
        let ways = Set(slots.map { slot in min(slot.number, slot.partner ?? slot.number) }).count
        if ways == 1 {
            findings.append(
                .init(
                    kind: "single_root_key_slot", severity: .warning,
                    title: "One way alone leads to the root key: when it is lost, so is everything in the store.",
                    cure: "add another and keep it elsewhere: gatehouse slots add --kind passphrase"))
        }
        if !opensByItself {
            findings.append(
                .init(
                    kind: "start_needs_person", severity: .notice,
                    title: "After a restart the server is sealed until somebody types a passphrase.",
                    cure: "have someone ready for 'gatehouse unseal', or add a file or credential slot"))
        }
        return findings
    }
}
