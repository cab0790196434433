import Auditing
import Keys

/// An audit record as a syslog message (RFC 5424): header, structured data, text.
struct SyslogMessage {
    /// Where the receiver has to draw the line anyway: nothing a record holds is as long.
    static let longest = 65_536
    /// 13, "log audit" (section 6.2.1).
    private static let facility = 13
    /// There is no enterprise number of ours: this one is set aside for such cases (RFC 5612).
    private static let dataID = "gatehouse@32473"
    /// Longest value of structured data, in bytes, so that the header always fits.
    private static let longestValue = 256
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// The message, without framing.
    let bytes: [UInt8]

    /// Says `text`, which is UTF-8 without a line feed, or a sentence when there is none. A message beyond `longest`
    /// bytes loses the end of its text (section 6.1), and its structured data says so.
    init(_ record: AuditRecord, _ origin: AuditOrigin, text: [UInt8]? = nil, longest: Int = Self.longest) {
        let text = text ?? Self.sentence(record)
        // Text beyond ASCII must begin with the mark, and only such text (section 6.4).
        let mark = text.allSatisfy { $0 < 0x80 } ? [] : Self.byteOrderMark
        let whole = Self.head(record, origin, isCut: false) + mark
        guard whole.count + text.count > longest else {
            self.bytes = whole + text
            return
        }
        let head = Self.head(record, origin, isCut: true) + mark
        self.bytes = head + LineText.cut(text, longest - head.count)
    }

    private static func sentence(_ record: AuditRecord) -> [UInt8] {
        let reason = record.entry.reason.map { ": \($0)" } ?? ""
        return Array(LineText.visible(record.sentence + reason).utf8)
    }

    private static func head(_ record: AuditRecord, _ origin: AuditOrigin, isCut: Bool) -> [UInt8] {
        let priority = self.facility * 8 + record.severity.syslog
        let time = WallTime(milliseconds: record.entry.timestamp)
        let host = self.name(origin.host ?? "-", 255)
        let program = self.name(AuditOrigin.program, 48)
        let kind = self.name(record.entry.action.rawValue, 32)
        let data = self.structuredData(record, origin, isCut: isCut)
        return Array("<\(priority)>1 \(time) \(host) \(program) - \(kind) \(data) ".utf8)
    }

    /// Visible ASCII, or the mark for nothing.
    private static func name(_ text: String, _ longest: Int) -> String {
        let visible = text.utf8.filter { 0x21...0x7e ~= $0 }.prefix(longest)
        return visible.isEmpty ? "-" : String(decoding: visible, as: UTF8.self)
    }

    private static func structuredData(_ record: AuditRecord, _ origin: AuditOrigin, isCut: Bool) -> String {
        let entry = record.entry
        let pairs: [(String, String?)] = [
            ("sequence", "\(entry.sequence)"), ("action", entry.action.rawValue),
            ("outcome", entry.decision == .allow ? "success" : "failure"), ("actor", entry.actor.id),
            ("actorType", entry.actor.type), ("object", entry.object.id), ("objectType", entry.object.type),
            ("objectVersion", entry.object.version.map { "\($0)" }), ("tenant", entry.tenant),
            ("requestId", entry.requestID), ("reason", entry.reason), ("leafHash", record.leafHash),
            ("address", record.detail("address")), ("userAgent", record.detail("user_agent")),
            ("cut", isCut ? "true" : nil),
        ]
        // Counts from 1 to 2147483647 and then again (section 7.3.1).
        let meta = self.element("meta", [("sequenceId", "\(entry.sequence % 2_147_483_647 + 1)")])
        let software = self.element("origin", [("software", AuditOrigin.program), ("swVersion", origin.version)])
        return meta + software + self.element(self.dataID, pairs)
    }

    private static func element(_ id: String, _ pairs: [(String, String?)]) -> String {
        let parameters = pairs.compactMap { name, value in value.map { " \(name)=\"\(self.escaped($0))\"" } }
        return "[\(id)\(parameters.joined())]"
    }

    /// Quotation mark, backslash and closing bracket are escaped (section 6.3.3); no control character stays.
    private static func escaped(_ value: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in LineText.cut(LineText.visible(value), self.longestValue).unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar == "]" { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}
