import Admission
import ConfigurationReading
import Gateway
import KeyManagement
import Logging
import Storage
import VerifyAPI

/// What of an open server follows its configuration: first everything is made that can fail, then it is taken into force.
struct NodeReload: Sendable {
    let gateway: GatewayServer
    let publisher: SnapshotPublisher
    let acts: HolderActQueue
    let files: FilesInUse
    let logger: Logger

    /// What is ready to be taken into force.
    struct Prepared: Sendable {
        let routes: RouteBook
        let change: GatewayServer.PlannedChange
        let listeners: [ListenerCertificates.Prepared]
        let upstreams: [FilesRead<UpstreamCertificates>]
    }

    /// Reads every file that the configuration names for listeners and data plane, as opening the server would, and keeps
    /// nothing.
    static func tryFiles(of configuration: ServerConfiguration, logger: Logger) throws {
        let listeners = try ListenersCertificates(configuration)
        _ = try PlaceFiles(configuration.geo)
        _ = try DataPlaneParts(
            configuration, verifySecurity: listeners.verify?.files.security, acts: { _, done in done(.unavailable) },
            logger: logger)
    }

    /// Reads every file that the configuration names for listeners and data plane, and makes the plan. Nothing changes.
    func prepare(_ configuration: ServerConfiguration) throws -> Prepared {
        let parts = try DataPlaneParts(
            configuration, verifySecurity: self.files.security(of: .verify), acts: self.acts.acts, logger: self.logger)
        let routes = RouteBook(configuration.gateway.routes.map(\.rules))
        let change = try self.gateway.plan(
            configuration.gateway, routes: routes, limits: configuration.limits, verify: parts.verify,
            upstreamSecurity: parts.upstreamSecurity)
        let listeners = try self.files.listeners.compactMap { (read) throws(StartFailure) in
            try read.files.prepare(configuration)
        }
        return Prepared(routes: routes, change: change, listeners: listeners, upstreams: parts.upstreamFiles)
    }

    /// Takes it into force. Snapshots are made for the new routes first, so that no loop has to work out for itself what a
    /// route comes to; requests on old routes do, for the moment between.
    func adopt(_ prepared: Prepared) async {
        await self.publisher.serve(prepared.routes)
        await self.gateway.adopt(prepared.change)
        for listener in prepared.listeners { listener.adopt() }
        self.files.replace(listeners: prepared.listeners.map(\.read), upstreams: prepared.upstreams)
    }
}
