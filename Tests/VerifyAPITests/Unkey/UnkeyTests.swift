import Keys
import Testing
import VerifyAPI

/// `keys.verifyKey` as a client of Unkey calls it.
@Suite struct UnkeyTests {
    private func ask(_ fixture: VerifyFixture, _ root: String, _ body: String) -> VerifyReply {
        fixture.ask(
            "POST", "/v2/keys.verifyKey", ["Content-Type: application/json", "Authorization: Bearer \(root)"],
            body: body)
    }

    private func data(_ reply: VerifyReply) -> [String: Any] { reply.json["data"] as? [String: Any] ?? [:] }
    private func error(_ reply: VerifyReply) -> [String: Any] { reply.json["error"] as? [String: Any] ?? [:] }

    @Test func `a valid key is described in their names and units`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let role = Role(
            id: RoleID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3031), projectID: fixture.live.projectID,
            name: "editor",
            grants: .init(allowed: [PermissionPattern("documents:write")].compactMap { $0 }),
            createdAt: VerifyFixture.now)
        fixture.set(role)
        let owner = IdentityID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3032)
        fixture.set(
            Identity(
                id: owner, projectID: fixture.live.projectID, category: .service, name: "User", externalID: "user_1",
                createdAt: VerifyFixture.now))
        let key = fixture.issue("billing/invoices:read") {
            $0.name = "Production \"A\""
            $0.metadata = ["plan": "pro"]
            $0.ownerID = owner
            $0.roles = [role.id]
            $0.limits = [NativeTests.limit("requests", 100)]
        }
        let reply = self.ask(fixture, root, "{\"key\":\"\(key.token)\",\"permissions\":\"documents.write\"}")
        let data = self.data(reply)
        #expect(reply.status == 200)
        #expect((reply.json["meta"] as? [String: Any])?["requestId"] as? String == VerifyFixture.requestID.description)
        #expect(data["valid"] as? Bool == true && data["code"] as? String == "VALID")
        #expect(data["keyId"] as? String == key.record.id.description)
        #expect(data["name"] as? String == "Production \"A\"")
        #expect(data["meta"] as? [String: String] == ["plan": "pro"])
        #expect(data["expires"] as? Int64 == VerifyFixture.now.adding(seconds: 3600).milliseconds)
        #expect(data["enabled"] as? Bool == true && data["credits"] == nil)
        #expect(data["permissions"] as? [String] == ["billing.invoices.read", "documents.write"])
        #expect(data["roles"] as? [String] == ["editor"])
        let identity = data["identity"] as? [String: Any]
        #expect(identity?["id"] as? String == owner.description && identity?["externalId"] as? String == "user_1")
        let limit = (data["ratelimits"] as? [[String: Any]])?.first
        #expect(limit?["name"] as? String == "requests" && limit?["limit"] as? Int == 100)
        #expect(limit?["duration"] as? Int == 60_000 && limit?["remaining"] as? Int == 99)
        #expect(limit?["exceeded"] as? Bool == false && limit?["autoApply"] as? Bool == true)
        let reset = limit?["reset"] as? Int64 ?? 0
        #expect(reset > VerifyFixture.now.milliseconds && reset <= VerifyFixture.now.milliseconds + 66_000)
        #expect((limit?["id"] as? String)?.hasPrefix("rl_") == true)
    }

    @Test func `rights and ends that do not apply are left out`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let key = fixture.issue("a:b") { $0.expiry = .never(reason: "test") }.token
        let data = self.data(self.ask(fixture, root, "{\"key\":\"\(key)\"}"))
        #expect(data["expires"] == nil && data["permissions"] == nil && data["roles"] == nil)
        #expect(data["name"] == nil && data["meta"] == nil && data["identity"] == nil && data["ratelimits"] == nil)
    }

    @Test func `every verdict has their code, with status 200`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let limited = fixture.issue { $0.limits = [NativeTests.limit("burst", 1)] }.token
        _ = self.ask(fixture, root, "{\"key\":\"\(limited)\"}")
        let restricted = fixture.issue {
            $0.restrictions = .init(allowedAddresses: [NetworkRange("10.0.0.0/8")].compactMap { $0 })
        }.token
        let verdicts: [(String, String, String)] = [
            ("sk_unknown", "", "NOT_FOUND"), (fixture.issue { $0.state = .revoked }.token, "", "NOT_FOUND"),
            (fixture.issue(in: fixture.test).token, "", "NOT_FOUND"),
            (fixture.issue { $0.expiry = .at(VerifyFixture.now) }.token, "", "EXPIRED"),
            (fixture.issue { $0.state = .suspended }.token, "", "DISABLED"),
            (restricted, ",\"address\":\"192.0.2.1\"", "FORBIDDEN"), (restricted, "", "FORBIDDEN"),
            (fixture.issue().token, ",\"permissions\":\"a.b\"", "INSUFFICIENT_PERMISSIONS"),
            (limited, "", "RATE_LIMITED"),
        ]
        for (key, more, code) in verdicts {
            let reply = self.ask(fixture, root, "{\"key\":\"\(key)\"\(more)}")
            let data = self.data(reply)
            #expect(reply.status == 200 && data["valid"] as? Bool == false && data["code"] as? String == code)
            #expect((data["keyId"] == nil) == (code == "NOT_FOUND"))
            if code == "DISABLED" { #expect(data["enabled"] as? Bool == false) }
        }
    }

    @Test func `a limit may come with its numbers, and counts for the key`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let key = fixture.issue().token
        let body =
            "{\"key\":\"\(key)\",\"ratelimits\":[{\"name\":\"tokens\",\"limit\":10,\"duration\":1500,\"cost\":6}]}"
        let first = self.data(self.ask(fixture, root, body))
        let limit = (first["ratelimits"] as? [[String: Any]])?.first
        #expect(first["valid"] as? Bool == true && limit?["remaining"] as? Int == 4)
        #expect(limit?["duration"] as? Int == 2_000 && limit?["autoApply"] as? Bool == false)
        #expect(self.data(self.ask(fixture, root, body))["code"] as? String == "RATE_LIMITED")
        let other =
            "{\"key\":\"\(fixture.issue().token)\",\"ratelimits\":[{\"name\":\"tokens\",\"limit\":10,\"duration\":1500}]}"
        #expect(self.data(self.ask(fixture, root, other))["valid"] as? Bool == true)
    }

    @Test func `a limit that is nowhere is a failed precondition`() throws {
        let fixture = try VerifyFixture()
        let body = "{\"key\":\"\(fixture.issue().token)\",\"ratelimits\":[{\"name\":\"none\"}]}"
        let reply = self.ask(fixture, fixture.issue("keys:verify").token, body)
        #expect(reply.status == 412)
        #expect(
            self.error(reply)["type"] as? String
                == "https://unkey.com/docs/errors/unkey/application/precondition_failed")
    }

    @Test(arguments: [
        ("permission_1 AND", "Unexpected end of query."), ("(permission_1 AND permission_2", "at position 30"),
        ("permission_1 AND ()", "at position 18"), ("AND permission_1", "Unexpected token 'AND' at position 0"),
    ]) func `a query that is none is told with its place`(query: String, detail: String) throws {
        let fixture = try VerifyFixture()
        let body = "{\"key\":\"\(fixture.issue().token)\",\"permissions\":\"\(query)\"}"
        let reply = self.ask(fixture, fixture.issue("keys:verify").token, body)
        let error = self.error(reply)
        #expect(reply.status == 400 && (error["detail"] as? String)?.contains(detail) == true)
        #expect(
            error["type"] as? String
                == "https://unkey.com/docs/errors/user/bad_request/permissions_query_syntax_error")
        let first = (error["errors"] as? [[String: Any]])?.first
        #expect(first?["location"] as? String == "body.permissions" && first?["message"] is String)
    }

    @Test(arguments: [
        ("{\"apiID\":\"a\",\"key\":\"k\"}", "body"), ("{\"key\":\"k\",\"apiId\":\"\"}", "body.apiId"),
        ("{\"key\":\"k\",\"keyspaces\":\"a\"}", "body.keyspaces"),
        ("{\"key\":\"k\",\"keyspaces\":[]}", "body.keyspaces"),
        ("{\"key\":\"k\",\"keyspaces\":[\"a\",7]}", "body.keyspaces[1]"), ("{}", "body.key"),
        ("{\"key\":\"\"}", "body.key"),
        ("{\"key\":\"k\",\"credits\":{\"cost\":-1}}", "body.credits.cost"),
        ("{\"key\":\"k\",\"credits\":{}}", "body.credits"),
        ("{\"key\":\"k\",\"ratelimits\":[{\"name\":\"ab\"}]}", "body.ratelimits[0].name"),
        ("{\"key\":\"k\",\"ratelimits\":[{\"name\":\"abc\",\"cost\":-1}]}", "body.ratelimits[0].cost"),
        ("{\"key\":\"k\",\"tags\":[\"\"]}", "body.tags[0]"), ("{\"key\":\"k\",\"tags\":\"a\"}", "body.tags"),
        ("not json", "body"),
    ]) func `a body outside the schema is told with its place`(body: String, location: String) throws {
        let fixture = try VerifyFixture()
        let reply = self.ask(fixture, fixture.issue("keys:verify").token, body)
        let error = self.error(reply)
        #expect(reply.status == 400 && error["status"] as? Int == 400 && error["title"] as? String == "Bad Request")
        #expect(error["type"] as? String == "https://unkey.com/docs/errors/unkey/application/invalid_input")
        #expect((error["errors"] as? [[String: Any]])?.first?["location"] as? String == location)
    }

    @Test func `what is taken and has no meaning here is taken`() throws {
        let fixture = try VerifyFixture()
        let body =
            "{\"key\":\"\(fixture.issue().token)\",\"tags\":[\"a=b\"],\"credits\":{\"cost\":5},\"migrationId\":\"m\"}"
        #expect(self.data(self.ask(fixture, fixture.issue("keys:verify").token, body))["code"] as? String == "VALID")
    }

    @Test func `keyspaces and apiId stand for the environment of the root key, and no other`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let key = fixture.issue { $0.limits = [NativeTests.limit("calls", 20)] }.token
        let (id, name) = (fixture.live.id.description, fixture.live.name)
        let members: [(String, Bool)] = [
            ("\"keyspaces\":[\"\(id)\"]", true), ("\"keyspaces\":[\"\(name)\"]", true),
            ("\"keyspaces\":[\"ks_1\",\"\(id)\"]", true), ("\"apiId\":\"\(id)\"", true),
            ("\"apiId\":\"\(name)\",\"keyspaces\":[\"\(name)\"]", true),
            ("\"keyspaces\":[\"ks_1\"]", false), ("\"keyspaces\":[\"\(fixture.test.id)\"]", false),
            ("\"keyspaces\":[\"\(id) \"]", false), ("\"apiId\":\"api_1\"", false),
            ("\"apiId\":\"api_1\",\"keyspaces\":[\"\(id)\"]", false),
            ("\"apiId\":\"\(id)\",\"keyspaces\":[\"ks_1\"]", false),
        ]
        for (member, isIn) in members {
            let data = self.data(self.ask(fixture, root, "{\"key\":\"\(key)\",\(member)}"))
            #expect(data["code"] as? String == (isIn ? "VALID" : "NOT_FOUND"), "\(member)")
            #expect((data["keyId"] == nil) == !isIn)
        }
        let last = self.data(self.ask(fixture, root, "{\"key\":\"\(key)\"}"))
        let limit = (last["ratelimits"] as? [[String: Any]])?.first
        #expect(limit?["remaining"] as? Int == 14, "what is out of reach spends nothing")
        let elsewhere = fixture.issue(in: fixture.test).token
        let foreign = self.ask(fixture, root, "{\"key\":\"\(elsewhere)\",\"keyspaces\":[\"\(fixture.test.id)\"]}")
        #expect(self.data(foreign)["code"] as? String == "NOT_FOUND")
    }

    @Test func `root keys are refused as theirs are`() throws {
        let fixture = try VerifyFixture()
        let key = fixture.issue().token
        let body = "{\"key\":\"\(key)\"}"
        let base = "https://unkey.com/docs/errors/unkey/"
        let missing = fixture.ask("POST", "/v2/keys.verifyKey", body: body)
        #expect(missing.status == 400 && self.error(missing)["type"] as? String == base + "authentication/missing")
        let basic = fixture.ask("POST", "/v2/keys.verifyKey", ["Authorization: Basic abc"], body: body)
        #expect(basic.status == 400 && self.error(basic)["type"] as? String == base + "authentication/malformed")
        let unknown = self.ask(fixture, "unkey_123", body)
        #expect(
            unknown.status == 401 && self.error(unknown)["type"] as? String == base + "authentication/key_not_found")
        let powerless = self.ask(fixture, key, body)
        #expect(powerless.status == 403)
        #expect(self.error(powerless)["type"] as? String == base + "authorization/insufficient_permissions")
        #expect((self.error(powerless)["detail"] as? String)?.contains("api.*.verify_key") == true)
        let limited = fixture.issue("keys:verify") { $0.limits = [NativeTests.limit("calls", 1)] }.token
        _ = self.ask(fixture, limited, body)
        let spent = self.ask(fixture, limited, body)
        #expect(spent.status == 429 && spent.fields["ratelimit-limit"] == "1")
        #expect(
            spent.fields["ratelimit-remaining"] == "0" && spent.fields["retry-after"] == spent.fields["ratelimit-reset"]
        )
        for reply in [missing, unknown, powerless, spent] {
            #expect((reply.json["meta"] as? [String: Any])?["requestId"] is String)
        }
    }

    @Test func `the status can be mapped when it is asked for`() throws {
        let fixture = try VerifyFixture()
        let root = fixture.issue("keys:verify").token
        let reply = self.ask(fixture, root, "{\"key\":\"sk_unknown\",\"statusMode\":\"mapped\"}")
        #expect(reply.status == 401 && self.data(reply)["code"] as? String == "NOT_FOUND")
    }
}
