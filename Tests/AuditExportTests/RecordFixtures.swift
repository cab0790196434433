import AuditExport
import Auditing
import Cryptography
import Keys
import TestKit

/// Records to write: a plain one, a full one, and ones made of whatever strangers may put into names.
enum RecordFixtures {
    static let origin = AuditOrigin(version: "1.2.3", host: "gate-1.example")

    static let plainDraft = AuditDraft(
        timestamp: 1_796_083_200_000, tenant: nil, actor: .init(type: "system", id: "system"), action: .projectCreate,
        object: .init(type: "project", id: "prj_0123456789abcdef"))

    static var fullDraft: AuditDraft {
        AuditDraft(
            timestamp: 1_796_083_200_123, tenant: "env_0123456789abcdef",
            actor: .init(type: "operator", id: "op_0123456789abcdef", session: "s1", mfa: "webauthn"),
            action: .keyRevoke, object: .init(type: "key", id: "key_0123456789abcdef", version: 4),
            reason: "left the company", requestID: "req_0123456789abcdef",
            previousStateHash: Digest256(words: (1, 2, 3, 4)), newStateHash: Digest256(words: (5, 6, 7, 8)),
            details: AuditDetails(["address": "192.0.2.7", "user_agent": "curl/8.5"]) {
                [UInt8](repeating: 7, count: $0)
            })
    }

    static func record(
        _ draft: AuditDraft, sequence: UInt64 = 12, includesDetails: Bool = true
    ) -> AuditRecord {
        AuditRecord(StoredAuditEntry(draft, at: sequence), includesDetails: includesDetails)
    }

    static func line(_ format: AuditFormat, _ record: AuditRecord) -> String {
        String(decoding: AuditRenderer(format, origin: self.origin).line(record), as: UTF8.self)
    }

    /// Texts that would end a line, a field or a value if they were let.
    private static let hostile = [
        "\n", "\r\n", "\r", "|", "=", "\\", "\"", "]", "[", " cs1=", "CEF:0|a|b|c|d|e|9|", "<13>1 ", "\u{0}",
        "\u{1b}[2J",
        "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202e}", "{\"a\":1}", "é", "𝄞", "\u{feff}", "\\n", "\\]", " ",
        "%0a",
    ]

    static func hostileText(_ generator: inout SeededGenerator) -> String {
        (0...generator.number(below: 6)).map { _ in generator.pick(self.hostile) }.joined()
    }

    /// A record whose every text is hostile.
    static func hostileRecord(_ generator: inout SeededGenerator) -> AuditRecord {
        func text() -> String { self.hostileText(&generator) }
        let details = [text(): text(), "address": text(), "user_agent": text()]
        let draft = AuditDraft(
            timestamp: 1_796_083_200_123, tenant: text(),
            actor: .init(type: text(), id: text(), session: text(), mfa: text()),
            action: generator.pick(AuditAction.allCases),
            object: .init(type: text(), id: text(), version: generator.next() >> 12),
            decision: generator.pick(AuditEntry.Decision.allCases), reason: text(), requestID: text(),
            details: AuditDetails(details) { [UInt8](repeating: 1, count: $0) })
        return self.record(draft, sequence: generator.next() >> 12)
    }
}
