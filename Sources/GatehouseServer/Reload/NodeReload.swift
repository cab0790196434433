import Admission
import ConfigurationReading
import Gateway
import KeyManagement
import Logging
import Storage
import TransportSecurity

/// What of an open server follows its configuration: first everything is made that can fail, then it is taken into force.
struct NodeReload: Sendable {
    let gateway: GatewayServer
    let publisher: SnapshotPublisher
    let acts: HolderActQueue
    let upstreams: UpstreamFiles
    /// What clients of the verify listener are offered; `nil` for plain HTTP. A change of its files is none of the
    /// configuration.
    let verifySecurity: ListenerSecurity?
    let logger: Logger

    /// What is ready to be taken into force.
    struct Prepared: Sendable {
        let routes: RouteBook
        let change: GatewayServer.PlannedChange
        let upstreams: [UpstreamFiles.Read]
    }

    /// Reads every file that the configuration names for the data plane, and makes the plan. Nothing changes.
    func prepare(_ configuration: ServerConfiguration) throws -> Prepared {
        let parts = try DataPlaneParts(
            configuration, verifySecurity: self.verifySecurity, acts: self.acts, logger: self.logger)
        let routes = RouteBook(configuration.gateway.routes.map(\.rules))
        let change = try self.gateway.plan(
            configuration.gateway, routes: routes, limits: configuration.limits, verify: parts.verify,
            upstreamSecurity: parts.upstreamSecurity)
        return Prepared(routes: routes, change: change, upstreams: parts.upstreamFiles)
    }

    /// Takes it into force. Snapshots are made for the new routes first, so that no loop has to work out for itself what a
    /// route comes to; requests on old routes do, for the moment between.
    func adopt(_ prepared: Prepared) async {
        await self.publisher.serve(prepared.routes)
        await self.gateway.adopt(prepared.change)
        self.upstreams.replace(prepared.upstreams)
    }
}
