import HTTPMachines
import Testing

@Suite struct FieldNamesTests {
    private func known(_ name: String) -> KnownField? {
        ResponseReading("HTTP/1.1 204 No\r\n\(name): 0\r\n\r\n").fields.first?.known
    }

    @Test(
        arguments: [
            ("Content-Length", .contentLength), ("keep-alive", .keepAlive), ("Proxy-Connection", .proxyConnection),
            ("TE", .te), ("Trailer", .trailer), ("Upgrade", .upgrade), ("Expect", .expect),
            ("HTTP2-Settings", .http2Settings),
            ("Authorization", .authorization), ("X-API-Key", .apiKey), ("Proxy-Authorization", .proxyAuthorization),
            ("Proxy-Authenticate", .proxyAuthenticate), ("Proxy-Authentication-Info", .proxyAuthenticationInfo),
            ("Strict-Transport-Security", .strictTransportSecurity),
            ("WWW-Authenticate", .wwwAuthenticate), ("Cookie", .cookie), ("Set-Cookie", .setCookie),
            ("Forwarded", .forwarded), ("X-Forwarded-For", .forwardedFor), ("X-Forwarded-Host", .forwardedHost),
            ("X-Forwarded-Proto", .forwardedProto), ("X-Forwarded-Port", .forwardedOther),
            ("X-Forwarded-Method", .forwardedOther), ("X_Forwarded_For", .forwardedOther), ("X-Real-IP", .realIP),
            ("X_Real_IP", .forwardedOther), ("Via", .via), ("User-Agent", .userAgent), ("Referer", .referer),
            ("Origin", .origin), ("Content-Type", .contentType), ("X-Request-Id", .requestID), ("Host", .host),
            ("Access-Control-Request-Method", .accessControlRequestMethod), ("Date", .date), ("Server", .server),
            ("X-HTTP-Method-Override", .methodOverride), ("X-HTTP-Method", .methodOverride),
            ("x_method_override", .methodOverride), ("Gatehouse", .gatehouse), ("GATEHOUSE_KEY_ID", .gatehouse),
            ("gatehousex", .gatehouse), ("X-Unkey-Principal", .foreignIdentity), ("X-Consumer-ID", .foreignIdentity),
            ("x_consumer-custom_id", .foreignIdentity), ("X-Consumer-GroupsX", .foreignIdentity),
            ("X-Credential-Identifier", .foreignIdentity), ("X_Anonymous-Consumer", .foreignIdentity),
            ("X-Authenticated_Groups", .foreignIdentity), ("RateLimit", .rateLimit),
            ("RateLimit-Policy", .rateLimitPolicy),
            ("Retry-After", .retryAfter), ("Deprecation", .deprecation), ("Sunset", .sunset),
            // X-Consumer-* of every length that another name has too.
            ("X-Consumer-12", .foreignIdentity), ("X-Consumer-123456", .foreignIdentity),
            ("X-Consumer-123456789", .foreignIdentity), ("X-Consumer-12345678901", .foreignIdentity),
            ("X-Consumer-123456789012", .foreignIdentity),
            ("X-Other", .other), ("X", .other), ("X-Consumer", .other), ("Accept", .other), ("Gatehous", .other),
            ("Hosts", .other), ("X_Api_Key", .other), ("User_Agent", .other), ("X-Forwarde", .other), ("~", .other),
        ] as [(String, KnownField)])
    func `a name is known by its letters whatever their case`(name: String, known: KnownField) {
        #expect(self.known(name) == known)
        #expect(self.known(name.lowercased()) == known)
        #expect(self.known(name.uppercased()) == known)
    }

    @Test(arguments: [
        "X-Forwarded", "X-Forwarded-Uri", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Forwarded-For-Original",
        "X-Client-IP", "X-Cluster-Client-IP", "X-Client-Cert", "X-Client-Cert-Chain", "X-True-Client-IP",
        "X-Original-URL", "X-Original-URI", "X-Original-Method", "X-Original-Host", "X-Original-Forwarded-For",
        "X-Rewrite-URL", "X-Remote-User", "X-Remote-Addr", "X-SSL-Client-Verify", "X-Host", "X-HTTP-Host-Override",
        "X-Envoy-External-Address", "X-Envoy-Original-Path", "True-Client-IP", "CF-Connecting-IP", "CF-Connecting-IPv6",
        "Client-IP", "Client-Cert", "Client-Cert-Chain", "Fastly-Client-IP", "Forwarded-For", "Proxy",
        "Proxy-Client-IP", "WL-Proxy-Client-IP", "Remote-User", "Remote-Addr", "SSL-Client-S-DN",
    ]) func `what other gateways say of a request is known in every spelling, and never forwarded`(name: String) {
        let spellings = [
            name, name.lowercased(), name.uppercased(), name.replacing("-", with: "_"),
            name.lowercased().replacing("-", with: "_"), name.replacing("-", with: "."), name.replacing("-", with: "~"),
        ]
        for spelling in spellings { #expect(self.known(spelling) == .forwardedOther, "\(spelling)") }
        #expect(KnownFieldSet.droppedFromRequests.contains(.forwardedOther))
        for cut in 1..<name.count where !name.dropLast(cut).hasSuffix("-") {
            let shorter = String(name.dropLast(cut))
            let isClaimToo = self.known(shorter) == .forwardedOther
            #expect(!isClaimToo || shorter.count >= 5, "\(shorter)")
        }
    }

    @Test func `a name that merely begins like one is the application's`() {
        for name in [
            "Client-Version", "Clients", "CF-Ray", "Forward", "Remote", "SSL", "Proxy-Version", "True-Client", "X-Ori",
            "X-Client-Version", "X-Request-Id2", "X-Real-IPs", "X-Hosts", "X-Remotes", "X-HTTP-Methods", "X-C", "X-",
        ] { #expect(self.known(name) == .other, "\(name)") }
        #expect(self.known("x_request-id") == .requestID)
        #expect(self.known("traceparent") == .traceParent && self.known("trace_parent") == .other)
    }

    @Test func `what looks like another kind of byte is another name`() {
        // `^` and `~`, `@` and backquote differ in the bit that tells letter cases apart.
        #expect(self.known("Content~Length") == .other)
        #expect(self.known("X-API`Key") == .other)
    }

    @Test func `no set of dropped fields holds what has to arrive`() {
        let arriving: [KnownField] = [
            .other, .host, .contentLength, .contentType, .trailer, .expect, .cookie, .userAgent,
        ]
        for field in arriving {
            #expect(!KnownFieldSet.droppedFromRequests.contains(field))
            #expect(!KnownFieldSet.droppedFromResponses.contains(field))
        }
        #expect(KnownField.allCases.count <= 64)
        #expect(KnownFieldSet.limitFields.contains(.rateLimit) && KnownFieldSet.lifecycleFields.contains(.sunset))
    }
}
