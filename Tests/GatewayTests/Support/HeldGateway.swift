/// A gateway with one loop that a test can hold up, once, so that several things have happened when it looks next.
///
/// What holds it is a proof of a token, which the loop gives away and which is never made.
final class HeldGateway: Sendable {
    private static let token = "summer-2019"

    let harness: GatewayHarness
    private let isHeld: Gate
    private let goesOn: Gate

    init(upstreamPort: Int) async throws {
        let (isHeld, goesOn) = (Gate(), Gate())
        self.harness = try await GatewayHarness(
            upstreamPort: upstreamPort, loops: 1,
            slowWork: .init { _ in
                isHeld.open()
                goesOn.wait()
            })
        (self.isHeld, self.goesOn) = (isHeld, goesOn)
        _ = try self.harness.adopt(weak: Self.token)
    }

    /// What the loop finds in the order in which it happens here.
    func whileHeld(_ body: () -> Void) {
        let client = self.harness.connect()
        client.send("GET /a HTTP/1.1\r\nHost: a\r\nX-API-Key: \(Self.token)\r\n\r\n")
        self.isHeld.wait()
        body()
        self.goesOn.open()
        client.reset()
    }

    func stop() async { await self.harness.stop() }
}
