import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

@Suite struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        var body: String?
        var level: Operator.Level? = .admin
        var headers: [String: String] = [:]
        let status: Int
        let code: String

        init(
            _ status: Int, _ code: String, _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
            as level: Operator.Level? = .admin, headers: [String: String] = [:]
        ) {
            self.method = method
            self.path = path
            self.body = body
            self.level = level
            self.headers = headers
            self.status = status
            self.code = code
        }

        var testDescription: String { "\(self.status) \(self.code): \(self.method.rawValue) \(self.path)" }
    }

    static let missing = "/v1/keys/key_0000000000000000"
    static let form = ["Content-Type": "application/x-www-form-urlencoded"]
    static let cases: [Case] = [
        .init(400, "request_malformed", .post, "/v1/projects", "{"),
        .init(400, "request_malformed", .post, "/v1/projects", #"{"name":"a","name":"b"}"#),
        .init(400, "invalid_request", .post, "/v1/projects", "[]"),
        .init(400, "invalid_request", .post, "/v1/projects", "{}"),
        .init(400, "invalid_request", .post, "/v1/projects?dry_run=yes", #"{"name":"a"}"#),
        .init(400, "invalid_request", .post, "/v1/projects?dryrun=true", #"{"name":"a"}"#),
        .init(
            400, "idempotency_key_invalid", .post, "/v1/projects", #"{"name":"a"}"#,
            headers: ["Idempotency-Key": "\"\""]),
        .init(400, "cursor_invalid", .get, "/v1/keys?cursor=00"),
        .init(400, "invalid_request", .get, "/v1/keys?limit=0"),
        .init(400, "invalid_request", .get, "/v1/keys?state=dead"),
        .init(401, "credential_missing", .get, "/v1/keys", as: nil),
        .init(401, "credential_rejected", .get, "/v1/keys", as: nil, headers: ["Authorization": "Bearer gko_x"]),
        .init(401, "credential_rejected", .get, "/v1/keys", as: nil, headers: ["Authorization": "Basic YTpi"]),
        .init(403, "permission_missing", .post, "/v1/keys", "{}", as: .viewer),
        .init(403, "permission_missing", .post, "/v1/projects", "{}", as: .operator),
        .init(403, "permission_missing", .post, "/v1/operators", "{}", as: .operator),
        .init(404, "route_not_found", .get, "/v1/nothing"),
        .init(404, "route_not_found", .get, "/v1/keys/"),
        .init(404, "not_found", .get, missing),
        .init(404, "not_found", .get, "/v1/keys/nonsense"),
        .init(404, "not_found", .get, "/v1/requests/req_0000000000000000"),
        .init(405, "method_not_allowed", .delete, missing),
        .init(405, "method_not_allowed", .get, missing + ":revoke"),
        .init(409, "name_taken", .post, "/v1/projects", #"{"name":"orders"}"#),
        .init(413, "content_too_large", .post, "/v1/projects", String(repeating: " ", count: 1 << 20) + "{}"),
        .init(415, "media_type_unsupported", .post, "/v1/projects", "a=b", headers: form),
    ]

    @Test(arguments: Self.cases) func `every refusal is a problem document`(_ entry: Case) async throws {
        try await API.serving { api in try await Self.check(entry, api) }
    }

    @Test func `the same over a socket`() async throws {
        try await API.serving(.socket) { api in
            for entry in Self.cases { try await Self.check(entry, api) }
        }
    }

    private static func check(_ entry: Case, _ api: API) async throws {
        let answer = try await api.send(entry.method, entry.path, entry.body, as: entry.level, headers: entry.headers)
        #expect(answer.status == entry.status)
        #expect(answer.code == entry.code)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.json["type"]?.text == "/docs/errors/\(entry.code)")
        #expect(answer.json["request_id"]?.text == answer.header("X-Request-Id"))
        #expect(answer.json["instance"]?.text == answer.header("X-Request-Id").map { "/v1/requests/" + $0 })
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.allow] != nil || entry.status != 405)
        #expect(answer.headers[.wwwAuthenticate] != nil || entry.status != 401)
    }

    @Test func `a missing right is named`() async throws {
        try await API.serving { api in
            let answer = try await api.send(.post, "/v1/keys", "{}", as: .viewer)
            #expect(answer.json["required_permissions"] == .array([.strings(["keys:write"])]))
        }
    }

    @Test func `an unknown member is pointed at, with the nearest one there is`() async throws {
        try await API.serving { api in
            let fault = try await api.issue(#","boundry":"admin""#).json["errors"]?.items.first
            #expect(fault?["pointer"] == "#/boundry")
            #expect(fault?["detail"]?.text?.contains("“boundary”") == true)
        }
    }

    @Test func `what breaks inside stays inside`() async throws {
        struct Broken: Error, CustomStringConvertible { let description = "the secret plan" }
        try await API.serving(change: { $0.decision = { _ in throw Broken() } }) { api in
            let answer = try await api.send(.get, "/v1/requests/req_0000000000000000")
            #expect(answer.status == 500)
            #expect(answer.code == "internal_error")
            #expect(!answer.text.contains("secret plan"))
        }
    }

    @Test func `over the budget failures are refused, and valid keys pass`() async throws {
        try await API.serving(failures: 3) { api in
            let wrong = ["Authorization": "Bearer wrong"]
            for _ in 0..<3 { #expect(try await api.send(.get, "/v1/keys", as: nil, headers: wrong).status == 401) }
            let refused = try await api.send(.get, "/v1/keys", as: nil, headers: wrong)
            #expect(refused.status == 429)
            #expect(refused.header("Retry-After").flatMap(Int.init).map { $0 > 0 } == true)
            #expect(try await api.send(.get, "/v1/keys").status == 200)
        }
    }

    @Test func `every code has a page`() async throws {
        try await API.serving { api in
            for code in ProblemCode.allCases {
                let page = try await api.send(.get, "/docs/errors/\(code.rawValue)", as: nil)
                #expect(page.status == 200)
                #expect(page.text.contains(code.fix))
            }
            #expect(try await api.send(.get, "/docs/errors/nothing", as: nil).status == 404)
        }
    }
}
