import AuditExport
import Auditing
import TestKit
import Testing

/// What the schemas require of every record, for every act.
@Suite struct SchemaShapeTests {
    private func json(_ format: AuditFormat, _ action: AuditAction, _ decision: AuditEntry.Decision) throws -> JSONValue
    {
        var draft = RecordFixtures.fullDraft
        draft.action = action
        draft.decision = decision
        let line = AuditRenderer(format, origin: RecordFixtures.origin).line(RecordFixtures.record(draft))
        return try JSONValue(canonical: line)
    }

    @Test(arguments: AuditAction.allCases) func `OCSF has what the base event and the class require`(
        action: AuditAction
    ) throws {
        for decision in AuditEntry.Decision.allCases {
            let event = try self.json(.ocsf, action, decision)
            let (category, uid) = (event["category_uid"]?.integer, try #require(event["class_uid"]?.integer))
            let activity = try #require(event["activity_id"]?.integer)
            #expect(category == 3 && uid / 1000 == 3)
            #expect(event["type_uid"]?.integer == uid * 100 + activity)
            #expect(event["time"]?.integer == 1_796_083_200_123)
            #expect((0...6).contains(event["severity_id"]?.integer ?? -1))
            #expect(event["status_id"]?.integer == (decision == .allow ? 1 : 2))
            let metadata = try #require(event["metadata"])
            #expect(metadata["version"]?.text == "1.9.0" && metadata["sequence"]?.integer == 12)
            #expect(metadata["uid"]?.text?.utf8.count == 64)
            #expect(metadata["product"]?["name"]?.text != nil && metadata["product"]?["vendor_name"]?.text != nil)
            try self.checkSubject(event, uid, activity)
        }
    }

    /// Required attributes, enumerations and "at least one" rules of the three classes.
    private func checkSubject(_ event: JSONValue, _ uid: Int64, _ activity: Int64) throws {
        #expect(event["actor"]?["user"]?["uid"]?.text != nil)
        switch uid {
        case 3004:
            #expect((Array(1...13) + [99]).contains(activity))
            let entity = try #require(event["entity"])
            #expect(entity["uid"]?.text != nil && entity["type"]?.text != nil && entity["type_id"]?.integer == 99)
        case 3007:
            #expect((1...17).contains(activity))
            #expect(event["user"]?["uid"]?.text != nil)
        case 3002:
            #expect(activity == 1)
            #expect(event["user"]?["uid"]?.text != nil && event["service"]?["name"]?.text != nil)
        default: Issue.record("class \(uid)")
        }
    }

    /// The allowed values and the expected pairs of the categorization fields.
    private static let expectedTypes: [String: Set<String>] = [
        "iam": ["admin", "change", "creation", "deletion", "group", "info", "user"],
        "authentication": ["start", "end", "info"],
    ]

    @Test(arguments: AuditAction.allCases) func `ECS has its core fields and allowed categories`(action: AuditAction)
        throws
    {
        for decision in AuditEntry.Decision.allCases {
            let document = try self.json(.ecs, action, decision)
            #expect(document["@timestamp"]?.text == "2026-12-01T00:00:00.123Z")
            #expect(document["ecs"]?["version"]?.text == "8.17.0")
            let event = try #require(document["event"])
            #expect(event["kind"]?.text == "event" && event["sequence"]?.integer == 12)
            #expect(event["outcome"]?.text == (decision == .allow ? "success" : "failure"))
            guard case .array(let categories) = event["category"], case .array(let types) = event["type"],
                let category = categories.first?.text, categories.count == 1
            else {
                Issue.record("category and type are arrays")
                continue
            }
            let expected = Self.expectedTypes[category] ?? []
            #expect(!types.isEmpty && types.allSatisfy { expected.contains($0.text ?? "") })
        }
    }

    @Test func `what was refused is never mere information`() throws {
        for action in AuditAction.allCases {
            #expect(try self.json(.ocsf, action, .deny)["severity_id"]?.integer ?? 0 >= 2)
        }
    }
}
