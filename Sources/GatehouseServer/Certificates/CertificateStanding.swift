import Synchronization
import TransportSecurity

/// How the certificates of a listener are, for metrics and `doctor`.
final class CertificateStanding: Sendable {
    struct Report: Sendable {
        /// The listener that shows them.
        let listener: String
        /// Names and end of each certificate in use, in the order of the settings.
        var certificates: [(name: String, notAfter: Int64)]
        /// Why newer files are not in use.
        var failure: String?
    }

    /// The listener, as the configuration calls it.
    let listener: String

    private let current: Mutex<Report>

    init(_ offer: TLSOffer, of listener: String) {
        self.listener = listener
        self.current = Mutex(.init(listener: listener, certificates: Self.certificates(offer)))
    }

    var report: Report { self.current.withLock { $0 } }

    func replaced(by offer: TLSOffer) {
        self.current.withLock { $0 = .init(listener: self.listener, certificates: Self.certificates(offer)) }
    }

    func failed(_ reason: String) { self.current.withLock { $0.failure = reason } }

    private static func certificates(_ offer: TLSOffer) -> [(name: String, notAfter: Int64)] {
        offer.identities.map { ($0.names.first ?? "no name", $0.notAfter) }
    }
}
