package import Gateway
package import Keys

/// Everything `gatehouse serve` is told, as `gatehouse.yaml` says it (docs/operating.md lists every setting).
package struct ServerConfiguration: Sendable {
    /// Folder of all state: database, decision log, admin socket. Created 0700 when it is not there.
    package var dataFolder: String
    /// File that opens a slot of the root key: 32 bytes, mode 0400, outside the data folder. `nil` for none.
    package var rootKeyFile: String?
    /// Name of the credential that opens a slot of the root key, in the service manager's folder. `nil` for none.
    package var rootKeyCredential: String?
    /// First part of every token this server issues.
    package var tokenPrefix = "gk"
    package var gateway: GatewayConfiguration
    /// Event loops of the data plane; 0 takes one for each core.
    package var eventLoops = 0
    /// Limits of the whole gateway.
    package var limits: [LimitPolicy] = []
    /// From when on limits are lowered by load.
    package var capacity = CapacitySettings()
    /// Subjects that limits are counted for at the same time.
    package var limiterCapacity = 1_048_576
    package var admin = AdminConfiguration()
    /// `nil` without a verify listener.
    package var verify: VerifySettings?
    package var decisions = DecisionConfiguration()
    package var audit = AuditSettings()
    /// `nil` when nobody but operators makes backups.
    package var backup: BackupSettings?
    /// Databases of places; neither by default.
    package var geo = GeoSettings()

    package init(dataFolder: String, rootKeyFile: String?, gateway: GatewayConfiguration) {
        self.dataFolder = dataFolder
        self.rootKeyFile = rootKeyFile
        self.gateway = gateway
    }

    /// Where the local socket of the admin API is, unless the configuration says otherwise.
    package var adminSocket: String { self.admin.socket ?? "\(self.dataFolder)/run/admin.sock" }
    /// How many routes requests can be on.
    package var routeCount: Int { self.gateway.routes.count }
    /// How many servers requests can go to.
    package var upstreamCount: Int { self.gateway.upstreams.count }
}
