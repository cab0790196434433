import Auditing
import Gateway
import Logging
import TransportSecurity

/// The files by which the servers of an upstream are known, and by which we are known to them.
struct UpstreamCertificates: RenewableFiles {
    let security: UpstreamSecurity
    let what: String
    private let upstream: UpstreamConfiguration
    private let settings: UpstreamTLSSettings

    /// Reads the files for the first time; `nil` for plain HTTP.
    init?(_ upstream: UpstreamConfiguration, logger: Logger) throws(StartFailure) {
        guard let settings = upstream.tls else { return nil }
        self.upstream = upstream
        self.settings = settings
        self.what = "upstream \(upstream.name)"
        let name = upstream.name
        self.security = UpstreamSecurity(try Self.clients(upstream, settings)) { problem in
            if let problem {
                logger.error(
                    "an upstream's certificate is refused", metadata: ["upstream": "\(name)", "reason": "\(problem)"])
            } else {
                logger.notice("an upstream's certificate is good again", metadata: ["upstream": "\(name)"])
            }
        }
    }

    /// Reads the files, and what they were known by when that began; `nil` for plain HTTP.
    static func read(
        _ upstream: UpstreamConfiguration, logger: Logger
    ) throws(StartFailure) -> FilesRead<UpstreamCertificates>? {
        let marks = upstream.tls.map(Self.marks) ?? []
        return try UpstreamCertificates(upstream, logger: logger).map { FilesRead(files: $0, marks: marks) }
    }

    func marks() -> [FileMark?] { Self.marks(self.settings) }

    private static func marks(_ settings: UpstreamTLSSettings) -> [FileMark?] {
        [settings.authorities, settings.identity?.certificate, settings.identity?.key]
            .compactMap(\.self).map(FileMark.init(path:))
    }

    func renew() throws(StartFailure) -> String {
        self.security.replace(try Self.clients(self.upstream, self.settings))
        return self.upstream.name
    }

    func keep(_ reason: String) {}

    private static func clients(
        _ upstream: UpstreamConfiguration, _ settings: UpstreamTLSSettings
    ) throws(StartFailure) -> [TLSClient] {
        let authorities = try settings.authorities.map { (path) throws(StartFailure) in
            try CertificateFiles.read(path, isSecret: false)
        }
        let identity = try settings.identity.map { (files) throws(StartFailure) in try CertificateFiles.load(files) }
        var clients: [TLSClient] = []
        for endpoint in upstream.endpoints {
            var expectations = TLSClient.Expectations(name: settings.serverName(of: endpoint) ?? "")
            expectations.authorities = authorities
            expectations.pins = settings.pins
            expectations.minimumVersion = settings.minimumVersion
            do throws(TransportSecurityError) {
                clients.append(try TLSClient(expectations, identity: identity))
            } catch {
                throw StartFailure(.configuration, "upstreams.\(upstream.name).tls: \(error.message)")
            }
        }
        return clients
    }
}
