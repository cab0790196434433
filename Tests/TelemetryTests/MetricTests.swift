import Testing

@testable import Telemetry

@Suite struct MetricTests {
    @Test func `both spellings follow from one definition`() {
        let expected: [(Metric, String)] = [
            (.serverRequestDuration, "http_server_request_duration_seconds"),
            (.clientRequestDuration, "http_client_request_duration_seconds"),
            (.serverActiveRequests, "http_server_active_requests"),
            (.clientOpenConnections, "http_client_open_connections"),
            (.gatewayOverhead, "gatehouse_gateway_overhead_seconds"), (.decisions, "gatehouse_decisions_total"),
            (.snapshotAge, "gatehouse_snapshot_age_seconds"),
            (.decisionLogDropped, "gatehouse_decision_log_dropped_total"),
            (.storageFree, "gatehouse_storage_free_bytes"),
            (.auditExportLag, "gatehouse_audit_export_lag_entries"),
            (.auditExportEntries, "gatehouse_audit_export_entries_total"),
            (.auditExportFailures, "gatehouse_audit_export_failures_total"),
            (.auditCheckpointAge, "gatehouse_audit_checkpoint_age_seconds"),
            (.auditFolderFaults, "gatehouse_audit_folder_faults_total"), (.auditDamaged, "gatehouse_audit_damaged"),
            (.backupAge, "gatehouse_backup_age_seconds"), (.backupFailures, "gatehouse_backup_failures_total"),
            (.clockDeviation, "gatehouse_clock_deviation_seconds"),
            (.clockHeldKeys, "gatehouse_clock_held_keys"),
            (.backupSegmentsAge, "gatehouse_backup_segments_age_seconds"),
            (.backupSegmentsFailures, "gatehouse_backup_segments_failures_total"),
            (.backupSegmentsUnshippedAnswers, "gatehouse_backup_segments_unshipped_answers_total"),
        ]
        for (metric, name) in expected { #expect(metric.prometheusName == name) }
    }

    @Test func `names and labels are what both systems allow, and no label is unbounded`() {
        let unbounded = ["key", "address", "path", "user_agent", "identity", "id"]
        for metric in Metric.samples {
            let prometheus = [metric.prometheusName] + metric.prometheusLabels
            #expect(prometheus.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } })
            #expect(metric.labels.allSatisfy { $0 == "server.address" || !unbounded.contains($0) })
            #expect(metric.help.hasSuffix("."))
        }
        #expect(Set(Metric.samples.map(\.prometheusName)).count == Metric.samples.count)
    }
}
