import ConfigurationReading
import Gateway

/// The certificates of all listeners that speak TLS.
struct ListenersCertificates {
    let gateway: ListenerCertificates?
    let verify: ListenerCertificates?
    let admin: ListenerCertificates?

    /// Reads all files for the first time.
    init(_ configuration: ServerConfiguration) throws(StartFailure) {
        self.gateway = try ListenerCertificates(configuration.gateway.tls, of: "gateway")
        self.verify = try ListenerCertificates(configuration.verify?.listener.tls, of: "verify")
        self.admin = try ListenerCertificates(configuration.admin.tls, of: "admin")
    }

    var all: [ListenerCertificates] { [self.gateway, self.verify, self.admin].compactMap(\.self) }
}
