import NIOSSL
import TransportSecurity

/// What the files say by which a server is known, and the command there.
struct ServerTrust: Sendable {
    /// Largest file with certificates, in bytes.
    private static let largestFile = 1 << 20

    /// PEM; `nil` for whom the system trusts.
    let authorities: [UInt8]?
    /// What is shown to a server that asks for it.
    let identity: TLSIdentity?
    /// The same as the HTTP client wants it.
    let configuration: TLSConfiguration

    /// Reads the files.
    ///
    /// - Throws: `CommandFailure` that names the file that cannot be used; exit 77 for a key that others can read.
    init(_ files: TrustFiles) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        self.authorities = try files.authorities.map { try InputFile.read($0, atMost: Self.largestFile) }
        if let path = files.authorities, let authorities {
            configuration.trustRoots = .certificates(try Self.certificates(authorities, in: path))
        }
        guard let path = files.certificate, let keyPath = files.key else {
            self.identity = nil
            self.configuration = configuration
            return
        }
        let chain = try InputFile.read(path, atMost: Self.largestFile)
        let key = Array(try SecretFile.read(keyPath).utf8)
        do {
            self.identity = try TLSIdentity(chain: chain.span, key: key.span)
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem))
        } catch let error as TransportSecurityError {
            throw Self.unusable("\(path) and \(keyPath)", error.message)
        } catch {
            throw Self.unusable(keyPath, "it is no private key in PEM without a passphrase")
        }
        configuration.certificateChain = try Self.certificates(chain, in: path).map { .certificate($0) }
        self.configuration = configuration
    }

    private static func certificates(_ bytes: [UInt8], in path: String) throws -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw self.unusable(path, "it holds no certificate in PEM")
        }
        return certificates
    }

    private static func unusable(_ path: String, _ reason: String) -> CommandFailure {
        .init(.malformedInput, code: "certificate_unusable", "\(path) cannot be used: \(reason).")
    }
}
