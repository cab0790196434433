import Auditing

/// An audit record in the Common Event Format, version 0 (ArcSight, "Implementing ArcSight CEF"): a header of seven
/// fields between bars, then pairs of key and value.
struct CEFRecord {
    /// Longest values of the dictionary: identifiers, reasons and custom strings.
    private static let longestName = 1023
    private static let longestString = 4000

    private let record: AuditRecord
    private let origin: AuditOrigin

    init(_ record: AuditRecord, _ origin: AuditOrigin) {
        self.record = record
        self.origin = origin
    }

    var line: [UInt8] { Array((self.header + "|" + self.fields.joined(separator: " ")).utf8) }

    private var header: String {
        let fields = [
            AuditOrigin.vendor, AuditOrigin.product, self.origin.version, self.record.entry.action.rawValue,
            self.record.entry.action.meaning.title, "\(self.record.severity.cef)",
        ]
        return (["CEF:0"] + fields.map(Self.headerText)).joined(separator: "|")
    }

    private var fields: [String] {
        let entry = self.record.entry
        let pairs: [(String, String?)] = [
            ("rt", "\(entry.timestamp)"), ("externalId", "\(entry.sequence)"), ("cat", "audit"),
            ("act", entry.action.rawValue), ("outcome", entry.decision == .allow ? "success" : "failure"),
            ("suid", entry.actor.id), ("spriv", entry.actor.type), ("reason", entry.reason),
            ("duid", entry.object.id), ("dvchost", self.origin.host), ("src", self.ipv4),
            ("requestClientApplication", self.record.detail("user_agent")),
            ("cn1Label", "sequence"), ("cn1", "\(entry.sequence)"),
            ("cn2Label", entry.object.version.map { _ in "objectVersion" }),
            ("cn2", entry.object.version.map { "\($0)" }),
            ("cs1Label", "objectType"), ("cs1", entry.object.type),
            ("cs2Label", entry.tenant.map { _ in "tenant" }), ("cs2", entry.tenant),
            ("cs3Label", entry.requestID.map { _ in "requestId" }), ("cs3", entry.requestID),
            ("cs4Label", "leafHash"), ("cs4", self.record.leafHash),
            ("cs5Label", self.otherDetails.map { _ in "details" }), ("cs5", self.otherDetails),
            ("msg", self.record.sentence),
        ]
        return pairs.compactMap { key, value in value.map { "\(key)=\(Self.text($0, key))" } }
    }

    /// `src` takes addresses of version 4 alone; others stand among the details.
    private var ipv4: String? { self.record.detail("address").flatMap { $0.contains(":") ? nil : $0 } }

    /// The details as canonical JSON.
    private var otherDetails: String? { self.record.details.map { String(decoding: $0.json, as: UTF8.self) } }

    /// In the header the bar and the backslash are escaped, and a line cannot end.
    private static func headerText(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "|" || scalar == "\\" { result.append("\\") }
            result.append(LineText.visible(scalar))
        }
        return String(result)
    }

    /// In a value the equals sign and the backslash are escaped, and ends of lines have escapes of their own.
    private static func text(_ text: String, _ key: String) -> String {
        let longest = key.hasPrefix("cs") ? Self.longestString : Self.longestName
        var result = String.UnicodeScalarView()
        for scalar in LineText.cut(text, longest).unicodeScalars {
            switch scalar {
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\r".unicodeScalars)
            case "=", "\\": result.append(contentsOf: ["\\", scalar])
            default: result.append(LineText.visible(scalar))
            }
        }
        return String(result)
    }
}
