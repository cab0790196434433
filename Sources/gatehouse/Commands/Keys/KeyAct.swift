/// Requests that end or pause a key, and how a question calls it.
enum KeyAct {
    static func suspend(_ key: ResolvedObject, reason: String?) -> APIRequest {
        .init(.post, "/keys/\(key.id):suspend", body: .members(["reason": reason.map(JSONValue.string)]))
    }

    static func resume(_ key: ResolvedObject, reason: String?) -> APIRequest {
        .init(.post, "/keys/\(key.id):resume", body: .members(["reason": reason.map(JSONValue.string)]))
    }

    /// For good; during the grace it still admits.
    static func revoke(_ key: ResolvedObject, grace: DurationText?, reason: String?) -> APIRequest {
        .init(.post, "/keys/\(key.id):revoke", body: Self.revocation(grace, reason))
    }

    static func revokeVersion(
        _ number: Int, of key: ResolvedObject, grace: DurationText?, reason: String?
    ) -> APIRequest {
        .init(.post, "/keys/\(key.id)/versions/\(number):revoke", body: Self.revocation(grace, reason))
    }

    /// “ci” (gk_live_K7Qm…x9Zt)
    static func label(_ key: ResolvedObject) -> String {
        "key “\(key.name)” (\(key.document["hint"]?.string ?? key.id))"
    }

    static func revocation(_ grace: DurationText?, _ reason: String?) -> JSONValue {
        .members([
            "grace_seconds": grace.map { .integer($0.seconds) }, "reason": reason.map(JSONValue.string),
        ])
    }
}
