import Admission
import ConfigurationReading
import Cryptography
import Gateway
import TransportSecurity

extension VerifyListener {
    /// The listener the settings ask for. Reads the secret of its callers and looks at the keys of its reporters, so that
    /// a start fails where a request would.
    init(_ settings: VerifySettings, security: ListenerSecurity?, acts: @escaping Acts) throws {
        var configuration = settings.listener
        if let forwardAuth = settings.forwardAuth {
            let secret = try forwardAuth.secretFile.map { (path) throws(StartFailure) in try CallerSecret.read(path) }
            configuration.proxyCallers = CallerRules(
                secret: secret, addresses: forwardAuth.addresses, trustsUnixSocket: forwardAuth.acceptsSocket)
            configuration.trustedProxies = forwardAuth.trustedProxies
        }
        if let leaks = settings.leaks {
            do {
                try LeakReportKeys(file: leaks.publicKeysFile).check()
            } catch {
                throw StartFailure(.configuration, "verify.leaks.github.publicKeysFile: \(error.description)")
            }
            configuration.takesLeakReports = true
        }
        self.init(configuration: configuration, security: security, acts: acts)
    }
}
