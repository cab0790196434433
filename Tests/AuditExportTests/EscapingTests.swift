import AuditExport
import Auditing
import Keys
import TestKit
import Testing

/// No record can break out of its line or field, whatever the names and reasons in it hold.
@Suite struct EscapingTests {
    /// What any reader of lines takes for the end of one.
    private static let ends: Set<Unicode.Scalar> = [
        "\n", "\r", "\u{b}", "\u{c}", "\u{1c}", "\u{1d}", "\u{1e}", "\u{85}", "\u{2028}", "\u{2029}", "\u{0}",
    ]

    @Test(arguments: AuditFormat.allCases) func `a record is one line`(format: AuditFormat) {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<500 {
            let record = RecordFixtures.hostileRecord(&generator)
            let line = AuditRenderer(format, origin: RecordFixtures.origin).line(record)
            #expect(!line.contains(0x0a) && !line.contains(0x0d))
            let isJSON = format == .ocsf || format == .ecs || format == .jsonl
            let text = String(decoding: line, as: UTF8.self)
            // JSON may hold separators of lines inside of its strings: they end no line of a JSON reader.
            #expect(isJSON || text.unicodeScalars.allSatisfy { !Self.ends.contains($0) })
        }
    }

    @Test(arguments: [AuditFormat.ocsf, .ecs, .jsonl]) func `JSON reads back as it was meant`(format: AuditFormat)
        throws
    {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<500 {
            let record = RecordFixtures.hostileRecord(&generator)
            let json = try JSONValue(canonical: AuditRenderer(format, origin: RecordFixtures.origin).line(record))
            let sequence = json["metadata"]?["sequence"] ?? json["event"]?["sequence"] ?? json["sequence"]
            #expect(sequence?.integer == Int64(record.entry.sequence))
            let reason = json["comment"] ?? json["status_detail"] ?? json["event"]?["reason"] ?? json["leaf"]?["reason"]
            let isShown = format != .ocsf || record.entry.decision == .deny || json["entity"] != nil
            #expect(!isShown || reason?.text == record.entry.reason)
        }
    }

    @Test func `the leaf on a line of JSON is the one that was hashed`() throws {
        var generator = SeededGenerator(seed: 43)
        for _ in 0..<200 {
            let record = RecordFixtures.hostileRecord(&generator)
            let json = try JSONValue(canonical: AuditRenderer(.jsonl, origin: RecordFixtures.origin).line(record))
            let leaf = try #require(json["leaf"]).canonicalBytes
            #expect(AuditEntry.hash(ofLeaf: leaf).hexadecimal == record.leafHash)
            #expect(try AuditEntry(leaf: leaf) == record.entry)
        }
    }

    @Test func `a CEF line has eight parts, and every value is whole`() throws {
        var generator = SeededGenerator(seed: 44)
        for _ in 0..<500 {
            let record = RecordFixtures.hostileRecord(&generator)
            let event = try #require(CEFReading(RecordFixtures.line(.cef, record)))
            #expect(event.header.count == 7)
            #expect(event.header[4] == record.entry.action.rawValue)
            #expect(event.fields["externalId"] == "\(record.entry.sequence)")
            #expect(event.fields["cs4"] == record.leafHash)
            #expect(event.repeatedKeys.isEmpty)
            let known = CEFReading.knownKeys
            #expect(event.fields.keys.allSatisfy { known.contains($0) }, "\(event.fields.keys)")
            #expect(event.fields["reason"] == record.entry.reason.map(CEFReading.shown))
        }
    }

    @Test func `a syslog message reads back by the grammar of RFC 5424`() throws {
        var generator = SeededGenerator(seed: 45)
        for _ in 0..<500 {
            let record = RecordFixtures.hostileRecord(&generator)
            let bytes = AuditRenderer(.syslog, origin: RecordFixtures.origin).line(record)
            let message = try #require(SyslogReading(bytes), "\(String(decoding: bytes, as: UTF8.self))")
            #expect(message.elements.map(\.id) == ["meta", "origin", "gatehouse@32473"])
            let values = message.elements[2].values
            #expect(values["sequence"] == "\(record.entry.sequence)" && values["leafHash"] == record.leafHash)
            #expect(values["actorType"] != nil && values["object"] != nil)
            #expect(message.hasByteOrderMark == message.text.contains { $0 >= 0x80 })
        }
    }

    @Test(arguments: [480, 1024, 2048]) func `a message that is too long loses the end of its text alone`(longest: Int)
        throws
    {
        var draft = RecordFixtures.fullDraft
        draft.details = nil
        for scalar in ["a", "é", "𝄞"] {
            draft.reason = String(repeating: scalar, count: 4000)
            let record = RecordFixtures.record(draft)
            for format in AuditFormat.allCases {
                let renderer = AuditRenderer(format, origin: RecordFixtures.origin)
                let bytes = renderer.syslogMessage(record, longest: longest)
                let message = try #require(SyslogReading(bytes))
                // The header alone is longer than the least that RFC 5424 has receivers take.
                #expect(bytes.count <= max(longest, message.headLength))
                #expect(message.elements[2].values["cut"] == "true")
                #expect(message.elements[2].values["sequence"] == "12")
                #expect(String(validating: message.text, as: UTF8.self) != nil)
                #expect(bytes.count > longest - 4 || message.headLength > longest - 4)
            }
        }
    }

    @Test func `other formats travel as the text of a syslog message`() throws {
        let record = RecordFixtures.record(RecordFixtures.fullDraft)
        for format in [AuditFormat.ocsf, .ecs, .cef, .jsonl] {
            let renderer = AuditRenderer(format, origin: RecordFixtures.origin)
            let message = try #require(SyslogReading(renderer.syslogMessage(record, longest: 65_536)))
            #expect(message.text == renderer.line(record))
        }
    }

    @Test func `frames count bytes`() {
        #expect(OctetCounting.frame(Array("<13>1 é".utf8)) == Array("8 <13>1 é".utf8))
    }
}
