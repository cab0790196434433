/// What a server takes up when its configuration is read again. Everything else is read once, at the start: what is not
/// named here needs a restart, so that a setting nobody has thought of is never taken up by half.
extension ConfigurationListing {
    /// Lists whose items may come, go and change.
    private static let reloadableLists = ["upstreams", "routes", "limits"]

    /// Settings, each with those below it.
    private static let reloadable = [
        "gateway.maximumConnections", "gateway.maximumHeadBytes", "gateway.maximumTargetBytes",
        "gateway.maximumBodyBytes", "gateway.headTimeoutMs", "gateway.bodyIdleTimeoutMs", "gateway.keepAliveTimeoutMs",
        "gateway.drainTimeoutMs", "gateway.shutdownTimeoutMs", "gateway.realm", "gateway.trustedProxies",
        "gateway.proxyProtocol", "gateway.proxyHeaderTimeoutMs", "gateway.forwardedRead", "gateway.forwardedWrite",
        "gateway.maximumConnectionsPerAddress", "gateway.connectionsPerSecondPerAddress",
        "gateway.minimumUploadBytesPerSecond", "gateway.minimumDownloadBytesPerSecond", "gateway.slowClientTimeoutMs",
        "gateway.maximumBufferedBytes", "gateway.overloadDelayMs", "gateway.redirect.host", "gateway.signedIdentity",
        "gateway.limitHeaders", "gateway.limitWarningPercent",
        "gateway.redirect.challengeWebroot", "verify.maximumConnections", "verify.maximumBodyBytesHeld",
        "verify.headTimeoutMs", "verify.bodyTimeoutMs", "verify.keepAliveTimeoutMs", "verify.actTimeoutMs",
        "verify.forwardAuth", "gateway.tls", "verify.tls", "admin.tls.certificates", "admin.tls.clientCertificates",
        "admin.tls.minimumVersion",
    ]

    /// Listeners that speak TLS, or do not, for as long as they are there.
    private static let secured = ["gateway.tls", "verify.tls", "admin.tls"]

    /// Whether a server takes the setting up while it runs.
    package static func isReloadable(_ key: String) -> Bool {
        self.reloadableLists.contains { key.hasPrefix("\($0)[") }
            || self.reloadable.contains { key == $0 || key.hasPrefix("\($0).") || key.hasPrefix("\($0)[") }
    }

    /// Why a server that runs by `before` cannot go on by this; `nil` when it can.
    package func restartNeeded(after before: ConfigurationListing, file: String) -> ConfigurationError? {
        let (old, new) = (before.values, self.values)
        let begunOrEnded = Self.secured.filter { listener in
            old.keys.contains { $0.hasPrefix(listener) } != new.keys.contains { $0.hasPrefix(listener) }
        }
        let changed = Set(old.keys).union(new.keys).filter { key in
            guard old[key]?.value != new[key]?.value else { return false }
            return !Self.isReloadable(key) || begunOrEnded.contains { key.hasPrefix($0) }
        }
        let named = changed.sorted { (new[$0]?.line ?? .max, $0) < (new[$1]?.line ?? .max, $1) }
        guard let first = named.first else { return nil }
        let others = named.dropFirst().prefix(Self.mostNamed).joined(separator: ", ")
        return ConfigurationError(
            file: file, line: new[first]?.line, key: first,
            message: "changing it needs a restart" + (others.isEmpty ? "" : "; so do \(others)"))
    }

    /// Most settings that one message names besides the first.
    private static let mostNamed = 8

    private var values: [String: (value: String, line: Int?)] {
        Dictionary(self.entries.map { ($0.key, (value: $0.value, line: $0.line)) }) { first, _ in first }
    }
}
