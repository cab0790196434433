import ConfigurationReading
import Gateway

/// The certificates of all listeners that speak TLS, as they are at the start.
struct ListenersCertificates {
    let gateway: FilesRead<ListenerCertificates>?
    let verify: FilesRead<ListenerCertificates>?
    let admin: FilesRead<ListenerCertificates>?

    /// Reads all files for the first time.
    init(_ configuration: ServerConfiguration) throws(StartFailure) {
        self.gateway = try ListenerCertificates.read(configuration.tls(of: .gateway), of: .gateway)
        self.verify = try ListenerCertificates.read(configuration.tls(of: .verify), of: .verify)
        self.admin = try ListenerCertificates.read(configuration.tls(of: .admin), of: .admin)
    }

    var all: [FilesRead<ListenerCertificates>] { [self.gateway, self.verify, self.admin].compactMap(\.self) }
}

/// A listener that may speak TLS, as the configuration calls it.
enum SecuredListener: String {
    case gateway, verify, admin
}

extension ServerConfiguration {
    /// What the listener's TLS is; `nil` for plain HTTP.
    func tls(of listener: SecuredListener) -> TLSSettings? {
        switch listener {
        case .gateway: self.gateway.tls
        case .verify: self.verify?.listener.tls
        case .admin: self.admin.tls
        }
    }
}
