import Auditing
import Cryptography
import DurableFiles
import Gateway
import Glibc
import TransportSecurity

/// The certificate and key files of a listener.
struct CertificateFiles: Sendable {
    /// Longest file that is read, in bytes.
    private static let longestFile = 1 << 20

    let settings: TLSSettings
    /// The setting that names them, for what is told of them.
    let setting: String
    let tickets: TLSTickets

    init(_ settings: TLSSettings, setting: String) throws(StartFailure) {
        self.settings = settings
        self.setting = setting
        do throws(TransportSecurityError) {
            self.tickets = try TLSTickets()
        } catch {
            throw StartFailure(.internal, error.message)
        }
    }

    /// Marks of all files; `nil` for one that is not there.
    func marks() -> [FileMark?] {
        let pairs = self.settings.certificates.flatMap { [$0.certificate, $0.key] }
        return (pairs + [self.settings.clients?.authorities].compactMap(\.self)).map(FileMark.init(path:))
    }

    /// Reads all of them, or says which cannot be used, and why.
    func load() throws(StartFailure) -> TLSOffer {
        var identities: [TLSIdentity] = []
        for files in self.settings.certificates { identities.append(try Self.load(files)) }
        let clients = try self.settings.clients.map { (clients) throws(StartFailure) in
            ClientTrust(
                authorities: try Self.read(clients.authorities, isSecret: false), isRequired: clients.isRequired)
        }
        do throws(TransportSecurityError) {
            return try TLSOffer(
                identities, minimumVersion: self.settings.minimumVersion, clients: clients, tickets: self.tickets)
        } catch {
            throw StartFailure(.configuration, "\(self.setting): \(error.message)")
        }
    }

    /// Reads one pair.
    static func load(_ files: TLSSettings.Files) throws(StartFailure) -> TLSIdentity {
        let chain = try Self.read(files.certificate, isSecret: false)
        var bytes = try Self.read(files.key, isSecret: true)
        let key = SecretBytes(consuming: &bytes)
        do throws(TransportSecurityError) {
            return try key.withBytes { (key) throws(TransportSecurityError) in
                try TLSIdentity(chain: chain.span, key: key)
            }
        } catch {
            throw StartFailure(.configuration, "\(files.certificate) and \(files.key): \(error.message)")
        }
    }

    // MARK: Files

    /// Links are followed: those who renew certificates work with them.
    static func read(_ path: String, isSecret: Bool) throws(StartFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw StartFailure(.configuration, "\(path) is not a plain file")
        }
        guard !isSecret || status.st_mode & 0o007 == 0 else {
            throw StartFailure(.exposed, "\(path) is a private key that others can read: chmod 0600 it, or 0640")
        }
        guard (1...Self.longestFile).contains(Int(status.st_size)) else {
            throw StartFailure(.configuration, "\(path) is empty, or larger than \(Self.longestFile) bytes")
        }
        // One more, to see that it has not grown.
        let (bytes, failure) = DurableFile.bytes(of: descriptor, atMost: Int(status.st_size) + 1)
        guard failure == 0 else { throw Self.unreadable(path, failure) }
        guard bytes.count == Int(status.st_size) else {
            throw StartFailure(.configuration, "\(path) changed while it was read")
        }
        return bytes
    }

    private static func unreadable(_ path: String, _ number: Int32) -> StartFailure {
        StartFailure(.configuration, "\(path) cannot be read (\(String(cString: strerror(number))))")
    }
}
