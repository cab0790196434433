import Admission
import ConfigurationReading
import Gateway
import KeyManagement
import Logging
import Storage
import TransportSecurity
import VerifyAPI

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

    /// Reads every file that the configuration names for the data plane, as opening the server would, and keeps nothing.
    static func tryFiles(of configuration: ServerConfiguration, logger: Logger) throws {
        _ = try self.readUpstreams(of: configuration, logger: logger)
        if let verify = configuration.verify {
            _ = try VerifyListener(verify, security: nil) { _, done in done(.unavailable) }
        }
    }

    private static func readUpstreams(
        of configuration: ServerConfiguration, logger: Logger
    ) throws(StartFailure) -> [UpstreamFiles.Read?] {
        try configuration.gateway.upstreams.map { (upstream) throws(StartFailure) in
            try UpstreamCertificates.read(upstream, logger: logger)
        }
    }

    /// Reads every file that the configuration names for the data plane, and makes the plan. Nothing changes.
    func prepare(_ configuration: ServerConfiguration) throws -> Prepared {
        let upstreams = try Self.readUpstreams(of: configuration, logger: self.logger)
        let routes = RouteBook(configuration.gateway.routes.map(\.rules))
        let change = try self.gateway.plan(
            configuration.gateway, routes: routes, limits: configuration.limits,
            verify: try configuration.verify.map {
                try VerifyListener($0, security: self.verifySecurity, acts: self.acts.acts)
            },
            upstreamSecurity: upstreams.map { $0?.files.security })
        return Prepared(routes: routes, change: change, upstreams: upstreams.compactMap(\.self))
    }

    /// Takes it into force. Snapshots are made for the new routes first, so that no loop has to work out for itself what a
    /// route comes to; requests on old routes do, for the moment between.
    func adopt(_ prepared: Prepared) async {
        await self.publisher.serve(prepared.routes)
        await self.gateway.adopt(prepared.change)
        self.upstreams.replace(prepared.upstreams)
    }
}
