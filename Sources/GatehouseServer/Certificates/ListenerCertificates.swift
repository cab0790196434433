import Auditing
import ConfigurationReading
import Gateway
import TransportSecurity

/// The certificates that a listener shows, and whose it takes.
struct ListenerCertificates: RenewableFiles {
    let security: ListenerSecurity
    let standing: CertificateStanding
    let listener: SecuredListener
    private let files: CertificateFiles

    var what: String { self.listener.rawValue }

    /// Reads the files of that listener for the first time; `nil` for plain HTTP.
    static func read(
        _ settings: TLSSettings?, of listener: SecuredListener
    ) throws(StartFailure) -> FilesRead<ListenerCertificates>? {
        guard let settings else { return nil }
        let files = try CertificateFiles(settings, setting: "\(listener.rawValue).tls")
        let marks = files.marks()
        let offer = try files.load()
        let certificates = ListenerCertificates(
            security: ListenerSecurity(offer), standing: CertificateStanding(offer, of: listener.rawValue),
            listener: listener, files: files)
        return FilesRead(files: certificates, marks: marks)
    }

    /// What the listener offers once other settings of its TLS are in force.
    struct Prepared: Sendable {
        let read: FilesRead<ListenerCertificates>
        fileprivate let offer: TLSOffer

        /// Takes it into force: for connections that begin from now on.
        func adopt() { self.read.files.use(self.offer) }
    }

    /// Reads the files that another configuration names for the listener; `nil` when it is none that speaks TLS. Clients that
    /// have been here resume what they had unless the settings are other ones: who was let in by those may not be any more.
    func prepare(_ configuration: ServerConfiguration) throws(StartFailure) -> Prepared? {
        guard let settings = configuration.tls(of: self.listener) else { return nil }
        let files =
            settings == self.files.settings ? self.files : try CertificateFiles(settings, setting: "\(self.what).tls")
        let marks = files.marks()
        let offer = try files.load()
        let certificates = ListenerCertificates(
            security: self.security, standing: self.standing, listener: self.listener, files: files)
        return Prepared(read: FilesRead(files: certificates, marks: marks), offer: offer)
    }

    func marks() -> [FileMark?] { self.files.marks() }

    func renew() throws(StartFailure) -> String {
        let offer = try self.files.load()
        self.use(offer)
        return offer.identities.compactMap(\.names.first).joined(separator: " ")
    }

    private func use(_ offer: TLSOffer) {
        self.security.replace(offer)
        self.standing.replaced(by: offer)
    }

    func keep(_ reason: String) { self.standing.failed(reason) }

    func anHourHasPassed() { self.files.tickets.rotate() }
}
