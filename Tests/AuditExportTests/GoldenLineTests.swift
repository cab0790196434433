import AuditExport
import Auditing
import Keys
import Testing

/// Every format, byte for byte: a receiver's rules were written for these lines.
@Suite struct GoldenLineTests {
    private static let leafHash = "LEAFHASH"

    private func line(_ format: AuditFormat, _ record: AuditRecord) -> String {
        RecordFixtures.line(format, record).replacing(record.leafHash, with: Self.leafHash)
    }

    @Test func `a full entry in OCSF`() {
        let expected = #"""
            {"activity_id":4,"activity_name":"Delete","actor":{"session":{"is_mfa":true,"uid":"s1"},\#
            "user":{"type":"Admin","type_id":2,"uid":"op_0123456789abcdef"}},\#
            "category_name":"Identity & Access Management","category_uid":3,"class_name":"Entity Management",\#
            "class_uid":3004,"comment":"left the company",\#
            "entity":{"type":"key","type_id":99,"uid":"key_0123456789abcdef","version":"4"},\#
            "http_request":{"uid":"req_0123456789abcdef","user_agent":"curl/8.5"},\#
            "message":"Key revoked: key key_0123456789abcdef by op_0123456789abcdef",\#
            "metadata":{"correlation_uid":"req_0123456789abcdef","event_code":"key.revoke","log_name":"audit",\#
            "log_provider":"gatehouse","log_version":"1","original_time":"2026-12-01T00:00:00.123Z",\#
            "product":{"name":"Gatehouse","vendor_name":"Gatehouse","version":"1.2.3"},"sequence":12,\#
            "tenant_uid":"env_0123456789abcdef","uid":"LEAFHASH","version":"1.9.0"},\#
            "severity":"Low","severity_id":2,"src_endpoint":{"ip":"192.0.2.7"},"status":"Success","status_id":1,\#
            "time":1796083200123,"timezone_offset":0,"type_name":"Entity Management: Delete","type_uid":300404,\#
            "unmapped":{"details":{"address":"192.0.2.7","user_agent":"curl/8.5"},\#
            "details_commit":"COMMITMENT","mfa":"webauthn",\#
            "new_state_hash":"0000000000000005000000000000000600000000000000070000000000000008",\#
            "object_type":"key","object_version":4,\#
            "prev_state_hash":"0000000000000001000000000000000200000000000000030000000000000004"}}
            """#
        let record = RecordFixtures.record(RecordFixtures.fullDraft)
        let commitment = record.entry.detailsCommitment?.hexadecimal ?? ""
        #expect(self.line(.ocsf, record).replacing(commitment, with: "COMMITMENT") == expected)
    }

    @Test func `a plain entry in OCSF`() {
        let expected = #"""
            {"activity_id":1,"activity_name":"Create","actor":{"user":{"type":"System","type_id":3,"uid":"system"}},\#
            "category_name":"Identity & Access Management","category_uid":3,"class_name":"Entity Management",\#
            "class_uid":3004,"entity":{"type":"project","type_id":99,"uid":"prj_0123456789abcdef"},\#
            "message":"Project created: project prj_0123456789abcdef by system",\#
            "metadata":{"event_code":"project.create","log_name":"audit","log_provider":"gatehouse",\#
            "log_version":"1","original_time":"2026-12-01T00:00:00Z",\#
            "product":{"name":"Gatehouse","vendor_name":"Gatehouse","version":"1.2.3"},"sequence":0,\#
            "uid":"LEAFHASH","version":"1.9.0"},"severity":"Informational","severity_id":1,"status":"Success",\#
            "status_id":1,"time":1796083200000,"timezone_offset":0,"type_name":"Entity Management: Create",\#
            "type_uid":300401,"unmapped":{"object_type":"project"}}
            """#
        #expect(self.line(.ocsf, RecordFixtures.record(RecordFixtures.plainDraft, sequence: 0)) == expected)
    }

    @Test func `a full entry in ECS`() {
        let expected = #"""
            {"@timestamp":"2026-12-01T00:00:00.123Z","ecs":{"version":"8.17.0"},"event":{"action":"key.revoke",\#
            "category":["iam"],"dataset":"gatehouse.audit","hash":"LEAFHASH","id":"LEAFHASH","kind":"event",\#
            "module":"gatehouse","outcome":"success","provider":"gatehouse","reason":"left the company",\#
            "sequence":12,"severity":2,"type":["deletion"]},\#
            "gatehouse":{"audit":{"actor":{"mfa":"webauthn","session":"s1","type":"operator"},\#
            "details":{"address":"192.0.2.7","user_agent":"curl/8.5"},"details_commit":"COMMITMENT",\#
            "new_state_hash":"0000000000000005000000000000000600000000000000070000000000000008",\#
            "object":{"id":"key_0123456789abcdef","type":"key","version":4},\#
            "prev_state_hash":"0000000000000001000000000000000200000000000000030000000000000004",\#
            "tenant":"env_0123456789abcdef"}},"http":{"request":{"id":"req_0123456789abcdef"}},\#
            "message":"Key revoked: key key_0123456789abcdef by op_0123456789abcdef",\#
            "related":{"ip":["192.0.2.7"],"user":["op_0123456789abcdef"]},\#
            "service":{"name":"gatehouse","type":"gatehouse","version":"1.2.3"},\#
            "source":{"address":"192.0.2.7","ip":"192.0.2.7"},"user":{"id":"op_0123456789abcdef"},\#
            "user_agent":{"original":"curl/8.5"}}
            """#
        let record = RecordFixtures.record(RecordFixtures.fullDraft)
        let commitment = record.entry.detailsCommitment?.hexadecimal ?? ""
        #expect(self.line(.ecs, record).replacing(commitment, with: "COMMITMENT") == expected)
    }

    @Test func `a full entry in CEF`() {
        let expected = #"""
            CEF:0|Gatehouse|Gatehouse|1.2.3|key.revoke|Key revoked|3|rt=1796083200123 externalId=12 cat=audit \#
            act=key.revoke outcome=success suid=op_0123456789abcdef spriv=operator reason=left the company \#
            duid=key_0123456789abcdef dvchost=gate-1.example src=192.0.2.7 requestClientApplication=curl/8.5 \#
            cn1Label=sequence cn1=12 cn2Label=objectVersion cn2=4 cs1Label=objectType cs1=key cs2Label=tenant \#
            cs2=env_0123456789abcdef cs3Label=requestId cs3=req_0123456789abcdef cs4Label=leafHash cs4=LEAFHASH \#
            cs5Label=details cs5={"address":"192.0.2.7","user_agent":"curl/8.5"} \#
            msg=Key revoked: key key_0123456789abcdef by op_0123456789abcdef
            """#
        #expect(self.line(.cef, RecordFixtures.record(RecordFixtures.fullDraft)) == expected)
    }

    @Test func `a full entry as a syslog message`() {
        let expected = #"""
            <109>1 2026-12-01T00:00:00.123Z gate-1.example gatehouse - key.revoke [meta sequenceId="13"]\#
            [origin software="gatehouse" swVersion="1.2.3"][gatehouse@32473 sequence="12" action="key.revoke" \#
            outcome="success" actor="op_0123456789abcdef" actorType="operator" object="key_0123456789abcdef" \#
            objectType="key" objectVersion="4" tenant="env_0123456789abcdef" requestId="req_0123456789abcdef" \#
            reason="left the company" leafHash="LEAFHASH" address="192.0.2.7" userAgent="curl/8.5"] \#
            Key revoked: key key_0123456789abcdef by op_0123456789abcdef: left the company
            """#
        #expect(self.line(.syslog, RecordFixtures.record(RecordFixtures.fullDraft)) == expected)
    }

    @Test func `a full entry as a leaf`() {
        let record = RecordFixtures.record(RecordFixtures.fullDraft)
        let leaf = String(decoding: record.entry.leaf, as: UTF8.self)
        let salt = String(repeating: "07", count: 32)
        let expected = #"""
            {"details":{"address":"192.0.2.7","user_agent":"curl/8.5"},"details_salt":"\#(salt)",\#
            "leaf":\#(leaf),"leaf_hash":"LEAFHASH","sequence":12}
            """#
        #expect(self.line(.jsonl, record) == expected)
    }

    @Test(arguments: AuditFormat.allCases) func `what tells of persons stays here unless it was asked for`(
        format: AuditFormat
    ) {
        let line = self.line(format, RecordFixtures.record(RecordFixtures.fullDraft, includesDetails: false))
        #expect(!line.contains("192.0.2.7") && !line.contains("curl") && !line.contains("salt"))
    }
}
