import Testing

@testable import GatehouseClient

/// Tokens and answers of Gatehouse's form. The tokens are canaries too: nothing may ever print one.
enum Samples {
    static let key = "gk_live_K7QmB2xW9ZtL4nRs_" + String(repeating: "s", count: 43) + "0abcde"
    static let keyID = "key_K7QmB2xW9ZtL4nRs"
    static let otherKey = "gk_live_000000000000000A_" + String(repeating: "t", count: 43) + "0fghij"
    static let otherKeyID = "key_000000000000000A"
    static let caller = "gk_live_CALLER0000000000_" + String(repeating: "c", count: 43) + "0klmno"

    /// An admission of `keyID`, with members replaced or added.
    static func admission(
        _ keyID: String = Samples.keyID, generation: Int = 7, cacheable: Bool = true, more: String = ""
    ) -> String {
        """
        {"valid":true,"code":"valid","request_id":"req_1","key_id":"\(keyID)","version":2,"project":"shop",\
        "environment":"live","owner":"idn_0000000000000042","permissions":["documents:read"],"boundary":"standard",\
        "cacheable":\(cacheable),"generation":\(generation)\(more)}
        """
    }

    static func refusal(_ code: String, more: String = "") -> String {
        #"{"valid":false,"code":"\#(code)","request_id":"req_2","cacheable":false,"generation":7\#(more)}"#
    }

    static func endpoint() throws -> Endpoint { try Endpoint("http://127.0.0.1:8082") }

    static func credential(_ text: String = Samples.caller) throws -> Credential {
        try #require(Credential(firstLineOf: text))
    }

    /// A client over a transport, with clocks that stand still.
    static func client(
        _ transport: any VerifyTransport, credential: (any CredentialSource)? = nil,
        configuration: VerifyClientConfiguration = .init(), clock: TestClock = .init()
    ) throws -> VerifyClient {
        let credential = try credential ?? FixedCredential(Self.credential())
        return VerifyClient(
            endpoint: try Self.endpoint(), credential: credential, transport: transport, configuration: configuration,
            clock: clock.clock)
    }
}
