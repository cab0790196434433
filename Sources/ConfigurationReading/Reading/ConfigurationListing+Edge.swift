import Gateway
import HTTPMachines

extension ConfigurationListing {
    /// Whom the gateway's listener believes, and what clients may take of it.
    static func edgeDefaults(_ edge: EdgeSettings) -> [(key: String, value: any CustomStringConvertible)] {
        let proxies: KeyValuePairs<String, any CustomStringConvertible> = [
            "gateway.trustedProxies": "none", "gateway.proxyProtocol": edge.proxyProtocol.rawValue,
            "gateway.proxyHeaderTimeoutMs": Self.milliseconds(edge.proxyHeaderTimeout),
            "gateway.forwardedRead": edge.forwardedRead.rawValue,
            "gateway.forwardedWrite": edge.forwardedWrite.rawValue,
            "gateway.traceparent": edge.traceparent.rawValue,
            "gateway.traceSampledPercent": edge.traceSampledPercent,
        ]
        let bounds: KeyValuePairs<String, any CustomStringConvertible> = [
            "gateway.maximumConnectionsPerAddress": edge.maximumConnectionsPerAddress,
            "gateway.connectionsPerSecondPerAddress": edge.connectionsPerSecondPerAddress,
            "gateway.minimumUploadBytesPerSecond": edge.minimumUploadRate,
            "gateway.minimumDownloadBytesPerSecond": edge.minimumDownloadRate,
            "gateway.slowClientTimeoutMs": Self.milliseconds(edge.slowClientTimeout),
            "gateway.maximumBufferedBytes": edge.maximumBufferedBytes,
            "gateway.overloadDelayMs": Self.milliseconds(edge.overloadDelay),
        ]
        return Array(proxies) + Array(bounds) + Self.redirectDefaults(edge.redirect)
    }

    /// Those of the listener that sends clients to https, where there is one.
    private static func redirectDefaults(
        _ redirect: RedirectSettings?
    ) -> [(key: String, value: any CustomStringConvertible)] {
        guard let redirect else { return [] }
        return [
            ("gateway.redirect.address", redirect.address), ("gateway.redirect.port", redirect.port),
            ("gateway.redirect.host", redirect.host ?? "the one that was asked for"),
            ("gateway.redirect.challengeWebroot", redirect.challengeWebroot ?? "none"),
        ]
    }
}
