import ConfigurationReading
import Gateway
import KeyManagement
import Logging
import TransportSecurity

/// What a data plane is made of besides its configuration, at a start and at each reload.
struct DataPlaneParts: Sendable {
    /// The files of each upstream's TLS, in the order of the configuration; `nil` for plain HTTP.
    private let upstreams: [FilesRead<UpstreamCertificates>?]
    /// `nil` where nobody is to be answered about keys.
    let verify: VerifyListener?

    /// Reads the files. `verifySecurity` is what clients of the verify listener are offered; `nil` for plain HTTP.
    init(
        _ configuration: ServerConfiguration, verifySecurity: ListenerSecurity?, acts: @escaping VerifyListener.Acts,
        logger: Logger
    ) throws {
        self.upstreams = try configuration.gateway.upstreams.map { (upstream) throws(StartFailure) in
            try UpstreamCertificates.read(upstream, logger: logger)
        }
        self.verify = try configuration.verify.map {
            try VerifyListener($0, security: verifySecurity, acts: acts)
        }
    }

    /// What each upstream is met by, in the order of the configuration.
    var upstreamSecurity: [UpstreamSecurity?] { self.upstreams.map { $0?.files.security } }

    /// The files that have to be watched.
    var upstreamFiles: [FilesRead<UpstreamCertificates>] { self.upstreams.compactMap(\.self) }
}
