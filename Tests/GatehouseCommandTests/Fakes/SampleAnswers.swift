/// Documents as the admin API gives them.
enum SampleAnswers {
    static let keyID = "key_0123456789abcdEF"
    static let secret = "gk_live_0123456789abcdEF_" + String(repeating: "s", count: 49)

    static let key = """
        {"id":"\(keyID)","name":"ci","hint":"gk_live_0123…ssss","state":"active","project_id":"prj_0123456789abcdEF",\
        "environment_id":"env_0123456789abcdEF","etag":"\\"r1\\"","created_at":"2026-01-01T00:00:00Z",\
        "permissions":["documents:read"],"rotation":{"id":"rot_0123456789abcdEF","state":"pending"}}
        """

    static let project = #"{"id":"prj_0123456789abcdEF","name":"demo","created_at":"2026-01-01T00:00:00Z"}"#

    static func list(_ items: String..., cursor: String? = nil) -> String {
        let cursor = cursor.map { "\"\($0)\"" } ?? "null"
        return #"{"data":[\#(items.joined(separator: ","))],"next_cursor":\#(cursor)}"#
    }

    /// A server with one project, one environment and one key.
    static let server: [String: FakeAdminAPI.Answer] = [
        "GET /keys": .init(body: list(key)),
        "GET /keys/\(keyID)": .init(body: key),
        "GET /projects": .init(body: list(project)),
        "GET /projects/prj_0123456789abcdEF": .init(body: project),
        "GET /projects/prj_0123456789abcdEF/environments": .init(
            body: list(#"{"id":"env_0123456789abcdEF","name":"live","tag":"live"}"#)),
        "POST /keys": .init(status: 201, body: #"{"secret":"\#(secret)",\#(key.dropFirst())"#),
        "POST /keys/\(keyID):suspend": .init(body: key.replacing("active", with: "suspended")),
        "POST /keys/\(keyID):revoke": .init(body: key.replacing("active", with: "revoked")),
        "POST /keys/\(keyID):revoke?dry_run=true": .init(
            body: #"{"dry_run":true,"blast_radius":{"keys":1,"requests_24h":1234}}"#),
        "POST /keys/\(keyID)/rotations": .init(
            status: 201, body: #"{"id":"rot_0123456789abcdEF","state":"pending","secret":"\#(secret)"}"#),
        "POST /keys/\(keyID)/rotations/rot_0123456789abcdEF:cancel": .init(
            body: #"{"id":"rot_0123456789abcdEF","state":"cancelled"}"#),
        "POST /keys:bulkRevoke": .init(
            body:
                #"{"data":[{"id":"\#(keyID)","outcome":"revoked"},{"id":"key_x","outcome":"failed","code":"state_conflict"}],"failed":1}"#
        ),
        "GET /findings": .init(
            body: list(#"{"severity":"warning","kind":"dev_mode","title":"--dev is in use","cure":"leave it out"}"#)),
    ]
}
