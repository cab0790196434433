import Gateway

extension GatewayHarness {
    /// Runs a gateway of one loop before an upstream whose every connection runs a script, until the body is done.
    static func before(
        _ script: @escaping @Sendable (RawSocket, Int) -> Void,
        configure: (inout GatewayConfiguration) -> Void = { _ in }, _ body: (GatewayHarness) throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream(script)
        let harness = try await GatewayHarness(upstreamPort: upstream.port, loops: 1, configure: configure)
        try body(harness)
        await harness.stop()
    }
}
