import AdminAPI
import Gateway
import Keys

/// A certificate that ends is noticed by everybody at once.
enum CertificateFindings {
    /// Renewal at a third of ninety days is long overdue then.
    private static let soon: Int64 = 14 * 86_400
    private static let atOnce: Int64 = 3 * 86_400

    static func findings(_ report: CertificateStanding.Report, at now: WallTime) -> [AdminFinding] {
        report.certificates.compactMap { Self.ending($0.name, $0.notAfter, of: report.listener, at: now) }
            + Self.refused(report)
    }

    /// Upstreams whose last connection could not be secured.
    static func findings(_ upstreams: [UpstreamCertificates]) -> [AdminFinding] {
        upstreams.compactMap { upstream in
            upstream.security.problem.map { problem in
                .init(
                    kind: "upstream_certificate_refused", severity: .critical,
                    title: "No connection to \(upstream.what) can be secured: \(problem).", subject: upstream.what,
                    cure: "Compare its certificate with serverName, authorities and pins of the upstream.")
            }
        }
    }

    private static func ending(
        _ name: String, _ end: Int64, of listener: String, at now: WallTime
    ) -> AdminFinding? {
        let left = end - now.seconds
        guard left < Self.soon else { return nil }
        let days = left / 86_400
        return .init(
            kind: "certificate_ends", severity: left < Self.atOnce ? .critical : .warning,
            title: left < 0
                ? "The \(listener) listener's certificate of \(name) has ended."
                : "The \(listener) listener's certificate of \(name) ends in \(days) days.",
            subject: name, cure: "Renew it; new files are taken into use within seconds.")
    }

    private static func refused(_ report: CertificateStanding.Report) -> [AdminFinding] {
        guard let failure = report.failure else { return [] }
        return [
            .init(
                kind: "certificate_refused", severity: .critical,
                title: "Newer certificate files of the \(report.listener) listener are not in use: \(failure).",
                cure: "Put the certificate and its key in place together; the last good ones stay until then.")
        ]
    }
}
