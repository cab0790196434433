import AdminAPI
import Admission
import AuditExport
import AuditSinks
import DecisionLog
import Gateway
import Geolocation
import KeyManagement
import RateLimiting
import Telemetry
import Timekeeping

/// The document `/metrics` answers with.
struct ServerMetrics: Sendable {
    let gateway: GatewayServer
    let admin: AdminServer
    let decisions: DecisionLog
    let exporter: AuditExporter
    let dataFolder: String
    let audit: AuditParts
    let anchors: AnchorBoard
    let clock: ClockGuard
    /// `nil` without scheduled backups.
    let backups: BackupStanding?
    /// `nil` where nothing is shipped.
    let segments: SegmentStanding?
    /// Those of the listeners that speak TLS.
    let certificates: [CertificateStanding]
    let configuration: ConfigurationInForce
    let places: PlaceFiles
    let limiter: LimiterTable
    let ledger: LimitLedger
    let capacity: CapacityStanding

    func text() -> String {
        var text = PrometheusText()
        text.writeBuild(version: GatehouseVersion.current, revision: "")
        self.configuration.report.write(to: &text)
        self.gateway.writeMetrics(to: &text)
        LimiterMetrics(self.limiter, self.ledger).write(to: &text)
        self.capacity.write(to: &text)
        text.write(.decisionLogDropped, self.decisions.dropped)
        // One node decides from its own store, so its snapshot is never behind.
        text.write(.snapshotAge, nanoseconds: [(["local"], 0)])
        text.write(.auditCheckpointAge, nanoseconds: [([], self.audit.publication.age)])
        text.write(.auditFolderFaults, self.audit.publication.faults)
        text.write(.auditDamaged, self.audit.history.fault == nil ? 0 : 1)
        let deviation = SystemClock.shared.lead.magnitude.multipliedReportingOverflow(by: 1_000_000)
        text.write(.clockDeviation, nanoseconds: [([], deviation.overflow ? .max : deviation.partialValue)])
        text.write(.clockHeldKeys, UInt64(clamping: self.clock.held?.ending ?? 0))
        self.anchors.report.write(to: &text)
        self.backups?.report.write(to: &text)
        self.segments?.report.write(to: &text)
        let ends = self.certificates.map(\.report).map { report in
            (labels: [report.listener], value: UInt64(max(report.certificates.map(\.notAfter).min() ?? 0, 0)))
        }
        let handshakes = self.gateway.handshakes + self.admin.handshakes
        if !handshakes.isEmpty { text.write(.tlsHandshakes, handshakes) }
        if !ends.isEmpty { text.write(.certificateEnd, ends) }
        let databases = self.places.standings
        if !databases.isEmpty {
            text.write(.placeDatabaseBuilt, databases.map { ([$0.content.rawValue], $0.metadata.builtAt) })
            text.write(.placeDatabaseRefused, databases.map { ([$0.content.rawValue], $0.refused) })
        }
        if let space = FreeSpace(at: self.dataFolder) { text.write(.storageFree, space.free) }
        let sinks = self.exporter.statuses
        text.write(.auditExportLag, sinks.map { ([$0.name], $0.lag) })
        text.write(.auditExportEntries, sinks.map { ([$0.name], $0.delivered) })
        text.write(.auditExportFailures, sinks.map { ([$0.name], $0.failed) })
        return text.text
    }
}
