import ConfigurationReading
import Gateway
import HTTPMachines
import Testing

/// In which fields answers tell of limits.
@Suite struct LimitHeaderSettingsTests {
    private func read(_ gateway: String) throws -> LimitAnnouncement {
        let text = """
            rootKey: {file: k}
            gateway: {\(gateway)}
            upstreams: [{name: shop, address: a, port: 1}]
            routes: [{name: all, path: "/**", open: true}]
            """
        return try ServerConfiguration(file: "gatehouse.yaml", text: text).gateway.limitAnnouncement
    }

    private func objection(_ gateway: String) -> String? {
        do {
            _ = try self.read(gateway)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `without the settings the draft's fields are told, and nobody is warned`() throws {
        #expect(try self.read("port: 1") == LimitAnnouncement())
        #expect(LimitAnnouncement().dialects == .structured && LimitAnnouncement().warningPercent == 0)
    }

    @Test(
        arguments: [
            ("[draft10, kong]", [.structured, .byUnit, .plain]), ("[unkey]", .prefixedUntil),
            ("[apisix, tyk, envoy]", .prefixed), ("[draft3]", .plain), ("[]", []),
        ] as [(String, LimitDialects)]) func `dialects are named`(names: String, dialects: LimitDialects) throws
    {
        #expect(try self.read("limitHeaders: \(names), limitWarningPercent: 20").dialects == dialects)
        #expect(try self.read("limitHeaders: \(names), limitWarningPercent: 20").warningPercent == 20)
    }

    @Test func `what nobody speaks, or would say two things at once, is refused`() {
        #expect(self.objection("limitHeaders: [github]")?.contains("must be one of draft10, draft3, unkey") == true)
        #expect(self.objection("limitHeaders: [unkey, tyk]")?.contains("both a moment (unkey) and a span") == true)
        #expect(self.objection("limitHeaders: kong") != nil)
        #expect(self.objection("limitWarningPercent: 101") != nil)
    }

    @Test func `both are taken up while the server runs`() {
        #expect(ConfigurationListing.isReloadable("gateway.limitHeaders[0]"))
        #expect(ConfigurationListing.isReloadable("gateway.limitWarningPercent"))
    }
}
