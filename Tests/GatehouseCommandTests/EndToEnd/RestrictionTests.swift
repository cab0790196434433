import Foundation
import Testing

@testable import gatehouse

/// Restrictions, each made by a command and met over HTTP: the built program, real processes and sockets.
@Suite struct RestrictionTests {
    private func get(
        _ server: ServedGatehouse, _ token: String, path: String = "/hello", _ fields: [String: String] = [:]
    ) throws -> GatewayAnswer {
        try GatewayAnswer(
            port: server.gatewayPort, "GET", path, fields: fields.merging(["X-API-Key": token]) { $1 })
    }

    @Test func `addresses, networks and countries decide who may come`() throws {
        let server = try ServedGatehouse()
        let here = try server.issue("here", "--network", "127.0.0.0/8")
        #expect(try server.get(here).status == 200)
        let elsewhere = try server.issue("elsewhere", "--network", "203.0.113.0/24")
        let refused = try server.get(elsewhere)
        #expect(refused.status == 403 && refused.code == "address_not_allowed")
        #expect(try server.reason(of: refused)["code"]?.string == "address_not_allowed")
        let mapped = try server.issue("mapped", "--deny-network", "::ffff:127.0.0.0/104")
        #expect(try server.get(mapped).code == "address_not_allowed")
        // No database is loaded, so every address is in an unknown country and network.
        #expect(try server.get(server.issue("german", "--country", "de")).code == "country_not_allowed")
        #expect(try server.get(server.issue("any", "--country", "DE", "--country", "unknown")).status == 200)
        #expect(try server.get(server.issue("not-us", "--deny-country", "US")).status == 200)
        #expect(try server.get(server.issue("known", "--deny-country", "unknown")).code == "country_not_allowed")
        #expect(try server.get(server.issue("theirs", "--network", "AS64500")).code == "network_not_allowed")
        #expect(try server.get(server.issue("not-theirs", "--deny-network", "AS64500")).status == 200)
    }

    @Test func `methods and routes bound what a key reaches`() throws {
        let server = try ServedGatehouse()
        #expect(try server.get(server.issue("reader", "--method", "GET")).status == 200)
        #expect(try server.get(server.issue("writer", "--method", "POST")).code == "method_not_permitted")
        #expect(try server.get(server.issue("demo", "--route", "demo-read")).status == 200)
        let other = try server.issue("other", "--route", "billing")
        let refused = try server.get(other)
        #expect(refused.status == 403 && refused.code == "route_not_allowed")
        #expect(try server.run("keys", "update", "other", "--route", "billing", "--route", "demo-read").status == 0)
        #expect(try server.get(other).status == 200)
        #expect(try server.run("keys", "update", "other", "--clear", "routes", "--method", "POST").status == 0)
        #expect(try server.get(other).code == "method_not_permitted")
        #expect(try server.run("keys", "update", "other", "--clear", "methods").status == 0)
        #expect(try server.get(other).status == 200)
    }

    @Test func `a time window is open or shut, and lasts a restart`() throws {
        let server = try ServedGatehouse()
        let open = try server.issue("open", "--window", "daily 00:00-24:00 Europe/Berlin")
        #expect(try server.get(open).status == 200)
        let past = try server.issue("past", "--window", "daily 00:00-24:00 UTC ..2020-01-01")
        let refused = try server.get(past)
        #expect(refused.status == 403 && refused.code == "time_not_allowed")
        let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let today = calendar.component(.weekday, from: Date()) - 1
        let far = days[(today + 3) % 7]
        let shut = try server.issue("shut", "--window", "\(far) 00:00-24:00 America/New_York")
        #expect(try server.get(shut).code == "time_not_allowed")
        #expect(server.stop() == 0)
        try server.start()
        #expect(try server.get(open).status == 200)
        #expect(try server.get(shut).code == "time_not_allowed")
        let shown = try server.run("keys", "show", "shut", "--json")
        let window = JSONValue(parsing: Array(shown.output.utf8))?.value(at: "restrictions.time_windows")
        #expect(window?.array?.first?["time_zone"]?.string == "America/New_York")
    }

    @Test func `windows that overlap, are backwards or nowhere are refused with what is wrong`() throws {
        let server = try ServedGatehouse()
        func refusal(_ windows: String...) throws -> String {
            let options = windows.flatMap { ["--window", $0] }
            let run = try server.run(all: ["keys", "create", "x", "--permission", "demo:read"] + options)
            #expect(run.status != 0)
            return run.error
        }
        let overlap = try refusal("mon-fri 09:00-17:00 Europe/Berlin", "fri 16:00-18:00 Europe/Berlin")
        #expect(overlap.contains("'fri 16:00-18:00 Europe/Berlin' overlaps 'mon-fri 09:00-17:00 Europe/Berlin'"))
        #expect(try refusal("daily 09:00-10:00 Europe/Atlantis").contains("Europe/Atlantis"))
        #expect(try refusal("daily 09:00-09:00 UTC").contains("00:00 to 24:00"))
        #expect(try refusal("mon 09:00-10:00 UTC 2026-12-01..2026-12-06").contains("never holds"))
        let country = try server.run("keys", "create", "x", "--permission", "demo:read", "--country", "UK")
        #expect(country.status != 0 && country.error.contains("ISO 3166-1"))
    }

    @Test func `a route keeps to its own restrictions, with a key or without`() throws {
        let server = try ServedGatehouse { _ in
            .init(
                settings: """
                      - name: shut
                        path: /shut/**
                        upstream: demo
                        open: true
                        restrictions: {timeWindows: ["daily 00:00-24:00 UTC ..2020-01-01"]}
                      - name: near
                        path: /near/**
                        upstream: demo
                        project: demo
                        environment: dev
                        restrictions: {allowedAddresses: [127.0.0.0/8], origins: ["https://app.example.com"]}

                    """)
        }
        let shut = try GatewayAnswer(port: server.gatewayPort, "GET", "/shut/a")
        #expect(shut.status == 403 && shut.code == "time_not_allowed")
        let token = try server.issue("near")
        #expect(try self.get(server, token, path: "/near/a").code == "referrer_not_allowed")
        let near = try self.get(server, token, path: "/near/a", ["Origin": "https://app.example.com"])
        #expect(near.status == 200)
        #expect(try server.get(token).status == 200, "other routes ask for nothing")
    }

    @Test func `a browser's key wants its page or origin, an application's its name`() throws {
        let server = try ServedGatehouse()
        let page = try server.issue("page", "--referrer", "https://*.example.com/*")
        #expect(try self.get(server, page, ["Referer": "https://shop.example.com/cart"]).status == 200)
        #expect(try self.get(server, page).code == "referrer_not_allowed")
        #expect(try self.get(server, page, ["Referer": "https://example.org/"]).code == "referrer_not_allowed")
        let origin = try server.issue("origin", "--origin", "https://app.example.com")
        #expect(try self.get(server, origin, ["Origin": "https://app.example.com"]).status == 200)
        #expect(try self.get(server, origin, ["Origin": "null"]).code == "referrer_not_allowed")
        let sha1 = "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"
        let app = try server.issue("app", "--android-app", "com.example.app=\(sha1)", "--ios-app", "com.example.App")
        let android = ["X-Android-Package": "com.example.app", "X-Android-Cert": sha1.lowercased()]
        #expect(try self.get(server, app, android).status == 200)
        #expect(try self.get(server, app, ["X-Ios-Bundle-Identifier": "com.example.App"]).status == 200)
        let refused = try self.get(server, app, ["X-Android-Package": "com.example.app"])
        #expect(refused.status == 403 && refused.code == "application_not_allowed")
    }
}
