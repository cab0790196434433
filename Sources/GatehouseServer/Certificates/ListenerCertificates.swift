import Gateway
import TransportSecurity

/// The certificates that a listener shows, and whose it takes.
struct ListenerCertificates: RenewableFiles {
    let security: ListenerSecurity
    let standing: CertificateStanding
    let what = "gateway"
    private let files: CertificateFiles

    /// Reads the files for the first time.
    init(_ settings: TLSSettings) throws(StartFailure) {
        let files = try CertificateFiles(settings)
        self.files = files
        let offer = try files.load()
        self.security = ListenerSecurity(offer)
        self.standing = CertificateStanding(offer)
    }

    func marks() -> [CertificateFiles.Mark?] { self.files.marks() }

    func renew() throws(StartFailure) -> String {
        let offer = try self.files.load()
        self.security.replace(offer)
        self.standing.replaced(by: offer)
        return offer.identities.compactMap(\.names.first).joined(separator: " ")
    }

    func keep(_ reason: String) { self.standing.failed(reason) }

    func anHourHasPassed() { self.files.tickets.rotate() }
}
