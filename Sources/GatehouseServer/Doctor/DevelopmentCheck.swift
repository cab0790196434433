import AdminAPI

/// `--dev` trades safety for convenience.
enum DevelopmentCheck {
    static func findings(_ installation: InspectedServer) -> [AdminFinding] {
        guard installation.isDevelopment else { return [] }
        return [
            .init(
                kind: "development_mode", severity: .warning, title: "The server runs with --dev.",
                cure: "For anything but trying out: 'gatehouse init', then 'gatehouse serve --config gatehouse.yaml'.")
        ]
    }
}
