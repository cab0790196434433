/// How the servers stand that requests are forwarded to.
struct UpstreamEndpoints: Sendable {
    let surroundings: AdminSurroundings

    var endpoints: [Endpoint] {
        [.init(.get, "/v1/upstreams", "listUpstreams", .needs(.upstreamsRead)) { try await self.list($0) }]
    }

    private func list(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        return Reply(["data": .array(await self.surroundings.upstreams().map(\.document))])
    }
}
