import Auditing
import Gateway
import TransportSecurity

/// The certificates that a listener shows, and whose it takes.
struct ListenerCertificates: RenewableFiles {
    let security: ListenerSecurity
    let standing: CertificateStanding
    /// The listener, as the configuration calls it.
    let what: String
    private let files: CertificateFiles

    /// Reads the files of that listener for the first time; `nil` for plain HTTP.
    init?(_ settings: TLSSettings?, of listener: String) throws(StartFailure) {
        guard let settings else { return nil }
        self.what = listener
        let files = try CertificateFiles(settings, setting: "\(listener).tls")
        self.files = files
        let offer = try files.load()
        self.security = ListenerSecurity(offer)
        self.standing = CertificateStanding(offer, of: listener)
    }

    func marks() -> [FileMark?] { self.files.marks() }

    func renew() throws(StartFailure) -> String {
        let offer = try self.files.load()
        self.security.replace(offer)
        self.standing.replaced(by: offer)
        return offer.identities.compactMap(\.names.first).joined(separator: " ")
    }

    func keep(_ reason: String) { self.standing.failed(reason) }

    func anHourHasPassed() { self.files.tickets.rotate() }
}
