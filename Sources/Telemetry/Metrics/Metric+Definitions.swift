/// Every metric there is. OpenTelemetry's stable names where it has one (semantic conventions 1.44), else ours.
extension Metric {
    package static let serverRequestDuration = Self(
        "http.server.request.duration", .histogram, .seconds,
        "Duration of requests, from their first byte to the last of the answer.",
        labels: [
            "http.request.method", "url.scheme", "http.response.status_code", "http.route", "network.protocol.version",
            "error.type",
        ])
    package static let clientRequestDuration = Self(
        "http.client.request.duration", .histogram, .seconds, "Duration of requests to upstreams.",
        labels: [
            "http.request.method", "server.address", "server.port", "http.response.status_code", "error.type",
            "network.protocol.version",
        ])
    package static let serverActiveRequests = Self(
        "http.server.active_requests", .gauge, .count("request"), "Requests in flight.",
        labels: ["http.request.method", "url.scheme"])
    package static let clientOpenConnections = Self(
        "http.client.open_connections", .gauge, .count("connection"), "Connections to upstreams.",
        labels: ["http.connection.state", "server.address", "server.port"])
    package static let gatewayOverhead = Self(
        "gatehouse.gateway.overhead", .histogram, .seconds, "Time the gateway itself adds to a request.",
        labels: ["http.route"])
    package static let decisions = Self(
        "gatehouse.decisions", .counter, .count("decision"), "Requests admitted and refused.",
        labels: ["outcome", "reason", "environment", "surface"])
    package static let snapshotAge = Self(
        "gatehouse.snapshot.age", .gauge, .seconds, "Age of the snapshot that decisions are made on.", labels: ["node"])
    package static let decisionLogDropped = Self(
        "gatehouse.decision_log.dropped", .counter, .count("record"),
        "Decision records lost because nothing could take them.")
    package static let auditAnchored = Self(
        "gatehouse.audit.anchored", .gauge, .count("entry"),
        "Entries of the audit log that an anchor outside the data folder knows.", labels: ["anchor"])
    package static let auditAnchorFailures = Self(
        "gatehouse.audit.anchor.failures", .counter, .count("failure"), "Times an anchor could not be told.",
        labels: ["anchor"])
    package static let auditAnchorContradictions = Self(
        "gatehouse.audit.anchor.contradictions", .counter, .count("answer"),
        "Answers of witnesses that have seen another history: rolled back or forked.", labels: ["anchor"])
    package static let certificateEnd = Self(
        "gatehouse.certificate.not_after", .gauge, .timestamp,
        "When the first of a listener's certificates ends, in seconds since 1970.", labels: ["listener"])
    package static let tlsHandshakes = Self(
        "gatehouse.tls.handshakes", .counter, .count("handshake"), "TLS handshakes of clients, by what became of them.",
        labels: ["listener", "outcome"])
    package static let placeDatabaseBuilt = Self(
        "gatehouse.place_database.built", .gauge, .timestamp,
        "When the database of places that is in force was made, in seconds since 1970.", labels: ["content"])
    package static let placeDatabaseRefused = Self(
        "gatehouse.place_database.refused", .counter, .count("file"),
        "New databases of places that could not be taken into force.", labels: ["content"])
    package static let storageFree = Self(
        "gatehouse.storage.free", .gauge, .bytes, "Free space where the data folder lies.")
    package static let auditExportLag = Self(
        "gatehouse.audit.export.lag_entries", .gauge, .count("entry"), "Audit entries that a sink has not got yet.",
        labels: ["sink"])
    package static let auditExportEntries = Self(
        "gatehouse.audit.export.entries", .counter, .count("entry"), "Audit entries that a sink has taken.",
        labels: ["sink"])
    package static let auditExportFailures = Self(
        "gatehouse.audit.export.failures", .counter, .count("delivery"), "Deliveries that a sink did not take.",
        labels: ["sink"])
    package static let auditCheckpointAge = Self(
        "gatehouse.audit.checkpoint.age", .gauge, .seconds,
        "Time since the published audit log was last seen whole, with the newest checkpoint.")
    package static let auditFolderFaults = Self(
        "gatehouse.audit.folder.faults", .counter, .count("fault"),
        "Files and folders of the published audit log that were not as they were left.")
    package static let backupAge = Self(
        "gatehouse.backup.age", .gauge, .seconds, "Age of the last scheduled backup that was found good.")
    package static let backupFailures = Self(
        "gatehouse.backup.failures", .counter, .count("attempt"), "Scheduled backups that were not made or not good.")
    package static let backupSegmentsAge = Self(
        "gatehouse.backup.segments.age", .gauge, .seconds,
        "Time since everything acknowledged was last seen shipped: what would be lost with the machine.")
    package static let backupSegmentsFailures = Self(
        "gatehouse.backup.segments.failures", .counter, .count("attempt"), "Segments that were not shipped.")
    package static let backupSegmentsUnshippedAnswers = Self(
        "gatehouse.backup.segments.unshipped_answers", .counter, .count("answer"),
        "Answers that were to wait for being shipped, and went out before.")
    package static let auditDamaged = Self(
        "gatehouse.audit.damaged", .gauge, .count("log"),
        "1 when the check of the audit history has found damage since the start.")
    package static let clockDeviation = Self(
        "gatehouse.clock.deviation", .gauge, .seconds,
        "How far the system clock jumped from the time that is gone by; 0 while it is followed.")
    package static let configurationInfo = Self(
        "gatehouse.configuration.info", .gauge, .count("file"),
        "1 for the configuration file in force, by its SHA-256.", labels: ["digest"])
    package static let configurationSince = Self(
        "gatehouse.configuration.since", .gauge, .timestamp,
        "When the configuration in force was taken up, in seconds since 1970.")
    package static let configurationReloads = Self(
        "gatehouse.configuration.reloads", .counter, .count("reload"),
        "Times the configuration was read again, by whether it is in force since.", labels: ["outcome"])
    package static let configurationRefused = Self(
        "gatehouse.configuration.refused", .gauge, .count("file"),
        "1 while the configuration file was read and is not in force.")
    package static let clockHeldKeys = Self(
        "gatehouse.clock.held_keys", .gauge, .count("key"),
        "Keys that following the system clock would end, while it is not followed for their sake.")
}
