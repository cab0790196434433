import Foundation
import Testing

@testable import gatehouse

/// Every listing over the socket, and operators over TCP.
@Suite struct ControlSurfaceTests {
    @Test func `every listing is a JSON document, and names what the first start made`() throws {
        let server = try ServedGatehouse()
        let expected = [
            "keys": "first-key", "projects": "demo", "environments": "dev", "identities": "first-service",
            "roles": "data", "operators": "data",
        ]
        for (command, name) in expected {
            let run = try server.run(command, "list", "--json")
            #expect(run.status == 0 && run.output.contains("\"\(name)\""), "\(command): \(run.output)\(run.error)")
            #expect(JSONValue(parsing: Array(run.output.utf8))?["data"]?.array != nil, "\(command)")
        }
        #expect(try server.run("audit", "list", "--json").output.contains("key.issue"))
        #expect(try server.run("config", "check").status == 0)
        #expect(try server.run("config", "show", "--json").output.contains("gateway"))
        let doctor = try server.run("doctor").output
        #expect(doctor.contains("development_mode") && doctor.contains("root_key_in_data_folder"))
        #expect(try !server.run("keys", "show", "first-key", "--json").output.contains(server.firstToken))
    }

    @Test func `an operator over TCP needs a key, and a viewer may only look`() throws {
        let server = try ServedGatehouse()
        let created = try server.run("operators", "create", "vera", "--level", "viewer", "--json")
        let document = try #require(JSONValue(parsing: Array(created.output.utf8)))
        #expect(document["expires_at"] != nil, "an operator's key ends unless asked otherwise")
        let token = try #require(document["secret"]?.string)
        let bearer = ["Authorization": "Bearer \(token)"]
        let port = server.adminPort
        #expect(try GatewayAnswer(port: port, "GET", "/v1/keys").status == 401)
        #expect(try GatewayAnswer(port: port, "GET", "/v1/keys", fields: bearer).status == 200)
        let refused = try GatewayAnswer(
            port: port, "POST", "/v1/projects",
            fields: bearer.merging(["Content-Type": "application/json"]) { $1 }, body: #"{"name":"shop"}"#)
        #expect(refused.status == 403)
        #expect(try server.get(token).status == 401, "operators' keys are unknown to the gateway")
        for path in ["/livez", "/readyz", "/metrics"] {
            #expect(try GatewayAnswer(port: port, "GET", path).status == 200, "\(path)")
        }
    }

    @Test func `a token file that others can read is not used`() throws {
        let server = try ServedGatehouse()
        let file = server.folder + "/token"
        #expect(try server.run("operators", "create", "oscar", "--secret-file", file).status == 0)
        let environment = ["GATEHOUSE_ADDR": "http://127.0.0.1:\(server.adminPort)", "GATEHOUSE_TOKEN_FILE": file]
        #expect(try server.run("keys", "list", environment: environment).status == 0)
        let write = try server.run("projects", "create", "shop", environment: environment)
        #expect(write.status == ExitReason.refused.rawValue)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let exposed = try server.run("keys", "list", environment: environment)
        #expect(exposed.status == ExitReason.exposedSecret.rawValue)
    }
}
