@testable import Telemetry

extension Metric {
    /// Every metric that is defined for all targets.
    static let samples: [Metric] = [
        .serverRequestDuration, .clientRequestDuration, .serverActiveRequests, .clientOpenConnections, .gatewayOverhead,
        .decisions, .snapshotAge, .decisionLogDropped, .storageFree, .auditCheckpointAge, .auditFolderFaults,
        .auditDamaged, .clockDeviation, .clockHeldKeys,
        .auditExportLag, .auditExportEntries, .auditExportFailures,
    ]
}
