import ConfigurationReading
import Gateway

/// The certificates of all listeners that speak TLS.
struct ListenersCertificates {
    let gateway: ListenerCertificates?
    let verify: ListenerCertificates?

    /// Reads all files for the first time.
    init(_ configuration: ServerConfiguration) throws(StartFailure) {
        self.gateway = try ListenerCertificates(configuration.gateway.tls, of: "gateway")
        self.verify = try ListenerCertificates(configuration.verify?.listener.tls, of: "verify")
    }

    var all: [ListenerCertificates] { [self.gateway, self.verify].compactMap(\.self) }
}
