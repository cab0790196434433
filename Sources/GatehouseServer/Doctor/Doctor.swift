import AdminAPI

/// Names each weakness of the installation and its cure. What lies in the store is checked by `KeyManagement`.
struct Doctor: Sendable {
    private typealias Check = @Sendable (InspectedServer) -> [AdminFinding]

    /// One check a file; the order is the order of the report.
    private static let checks: [Check] = [
        DevelopmentCheck.findings, RootKeyPlaceCheck.findings, ExposedFilesCheck.findings, ListenerCheck.findings,
        ClockCheck.findings, DiskCheck.findings, DescriptorCheck.findings, SQLiteCheck.findings, VersionCheck.findings,
    ]

    let installation: InspectedServer

    /// Everything found now.
    func examine() -> [AdminFinding] {
        Self.checks.flatMap { $0(self.installation) }
    }
}
