import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

@Suite struct AuditRecordTests {
    @Test(arguments: ["ocsf", "ecs", "cef", "syslog", "jsonl"])
    func `the log comes in parts, each saying where the next begins`(format: String) async throws {
        try await API.serving { api in
            for _ in 0..<5 { _ = try await api.issue() }
            var (next, lines, parts) = (0, [Substring](), 0)
            while true {
                let answer = try await api.send(
                    .get, "/v1/audit/records?format=\(format)&since=\(next)&limit=3", as: .auditor)
                #expect(answer.status == 200)
                let isText = ["cef", "syslog"].contains(format)
                let type = isText ? "text/plain; charset=utf-8" : "application/x-ndjson"
                #expect(answer.header("Content-Type") == type)
                let part = answer.text.split(separator: "\n")
                #expect(part.count <= 3 && (part.isEmpty || answer.text.hasSuffix("\n")))
                lines += part
                parts += 1
                let following = try #require(answer.header("Gatehouse-Next-Sequence").flatMap { Int($0) })
                #expect(following == next + part.count)
                guard following > next else { break }
                next = following
            }
            #expect(parts > 3 && lines.count == next && Set(lines).count == lines.count)
        }
    }

    @Test func `what cannot be meant is refused`() async throws {
        try await API.serving { api in
            for query in ["format=xml", "since=-1", "since=9007199254740992", "limit=0", "details=yes", "sinse=1"] {
                let answer = try await api.send(.get, "/v1/audit/records?\(query)", as: .auditor)
                #expect(answer.status == 400, "\(query)")
            }
            #expect(try await api.send(.get, "/v1/audit/records", as: nil).status == 401)
        }
    }

    @Test func `who may not see persons does not`() async throws {
        try await API.serving(.socket) { api in
            // An operator's first use is noted with the address it came from.
            _ = try await api.send(.get, "/v1/projects", as: .operator)
            let uri = "/v1/audit/records?details=true"
            for level in [Operator.Level.auditor, .viewer, .operator] {
                #expect(try await api.send(.get, uri, as: level).status == 403)
            }
            #expect(try await api.send(.get, uri).text.contains("127.0.0.1"))
            #expect(try await !api.send(.get, "/v1/audit/records", as: .auditor).text.contains("127.0.0.1"))
        }
    }

    @Test func `an auditor reads the audit log and nothing else`() async throws {
        try await API.serving { api in
            #expect(try await api.send(.get, "/v1/audit/entries", as: .auditor).status == 200)
            for path in ["projects", "identities", "roles", "operators", "keys", "findings"] {
                let answer = try await api.send(.get, "/v1/\(path)", as: .auditor)
                #expect(answer.status == 403, "\(path)")
            }
            let made = try await api.send(.post, "/v1/projects", #"{"name":"p"}"#, as: .auditor)
            #expect(made.status == 403)
        }
    }
}
