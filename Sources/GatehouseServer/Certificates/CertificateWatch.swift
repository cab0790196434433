import Gateway
import Logging
import ServiceLifecycle
import TransportSecurity

/// Takes new certificate files into use without touching a connection. Files that are half written, or do not belong
/// together, are left until they are whole: the last good ones stay.
struct CertificateWatch: Service {
    private static let interval = Duration.seconds(1)
    /// Looks between two new keys for session tickets: an hour.
    private static let looksPerTicketKey = 3_600

    let security: ListenerSecurity
    let standing: CertificateStanding
    private let files: CertificateFiles
    private let first: [CertificateFiles.Mark?]
    private let logger: Logger

    /// Reads the files for the first time.
    init(_ settings: TLSSettings, logger: Logger) throws(StartFailure) {
        let files = try CertificateFiles(settings)
        self.files = files
        self.first = files.marks()
        let offer = try files.load()
        self.security = ListenerSecurity(offer)
        self.standing = CertificateStanding(offer)
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var (known, last, looks) = (self.first, self.first, 0)
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                looks += 1
                if looks % Self.looksPerTicketKey == 0 { self.files.tickets.rotate() }
                let now = self.files.marks()
                // What has changed since the last look may still be being written.
                if now != known, now == last {
                    self.renew()
                    known = now
                }
                last = now
            }
        }
    }

    private func renew() {
        do throws(StartFailure) {
            let offer = try self.files.load()
            self.security.replace(offer)
            self.standing.replaced(by: offer)
            let names = offer.identities.compactMap(\.names.first).joined(separator: " ")
            self.logger.notice("new certificates are in use", metadata: ["names": "\(names)"])
        } catch {
            self.standing.failed(error.message)
            self.logger.error("new certificates are not in use", metadata: ["reason": "\(error.message)"])
        }
    }
}
