import HTTPMachines

/// Where a request that came without TLS is sent: to the same target of a host that is ours, and nowhere else.
struct RedirectRules: Sendable {
    /// What a request is answered with.
    enum Answer: Equatable, Sendable {
        /// 308, to this place.
        case moved([UInt8])
        /// The challenge of that name, when there is one.
        case challenge([UInt8])
        /// 421: the host is none of ours. To send anybody there would be an open redirect.
        case misdirected
    }

    /// Longest name of a challenge. RFC 8555, 8.3 has no bound; those in use have 43 characters.
    static let longestChallenge = 128
    private static let challengePrefix: StaticString = "/.well-known/acme-challenge/"

    private let fixedHost: [UInt8]?
    private let hosts: Set<[UInt8]>
    /// `.example.com` of `*.example.com`.
    private let suffixes: [[UInt8]]
    private let servesChallenges: Bool

    /// `routeHosts` are the hosts of the routes, as the configuration has them.
    init(_ settings: RedirectSettings, routeHosts: [String]) throws(GatewayError) {
        guard settings.host != nil || !routeHosts.isEmpty else {
            throw GatewayError(
                .settingInvalid, "gateway.redirect.host: no route names a host; say where clients are sent")
        }
        let names = routeHosts.map { Array($0.lowercased().utf8) }
        self.fixedHost = settings.host.map { Array($0.utf8) }
        self.hosts = Set(names.filter { $0.first != 0x2a })
        self.suffixes = Array(Set(names.filter { $0.first == 0x2a }.map { Array($0.dropFirst()) }))
        self.servesChallenges = settings.challengeWebroot != nil
    }

    /// What the request of a head is answered with. `bytes` is what it was parsed from.
    func answer(_ head: RequestHead, of bytes: Span<UInt8>) -> Answer {
        if self.servesChallenges, let name = Self.challenge(head, bytes) { return .challenge(name) }
        guard head.path.count > 0, bytes[head.path.lowerBound] == 0x2f, let host = self.host(head, bytes) else {
            return .misdirected
        }
        return .moved(Array("https://".utf8) + host + Self.copy(head.originForm, bytes))
    }

    /// The host that clients are sent to; `nil` for one that is none of ours. A port that was asked for is this listener's,
    /// and not passed on.
    private func host(_ head: RequestHead, _ bytes: Span<UInt8>) -> [UInt8]? {
        if let host = self.fixedHost { return host }
        let asked = Self.withoutPort(Self.copy(head.host, bytes).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 })
        if self.hosts.contains(asked) { return asked }
        let isBelow = self.suffixes.contains { asked.count > $0.count && asked.suffix($0.count).elementsEqual($0) }
        return isBelow ? asked : nil
    }

    private static func withoutPort(_ host: [UInt8]) -> [UInt8] {
        guard let colon = host.lastIndex(of: 0x3a), host.last != 0x5d else { return host }
        return Array(host[..<colon])
    }

    /// The name of the challenge that is asked for: letters, digits, `-` and `_` alone, so that it names no other file.
    private static func challenge(_ head: RequestHead, _ bytes: Span<UInt8>) -> [UInt8]? {
        guard head.method == .get || head.method == .head else { return nil }
        let path = self.copy(head.path, bytes)
        let count = self.challengePrefix.utf8CodeUnitCount
        let isBelow = self.challengePrefix.withUTF8Buffer { path.starts(with: $0) }
        guard isBelow, (count + 1...count + self.longestChallenge).contains(path.count) else { return nil }
        let name = Array(path[count...])
        return name.allSatisfy { ByteClass.isUnreserved($0) && $0 != 0x2e && $0 != 0x7e } ? name : nil
    }

    private static func copy(_ range: ByteRange, _ bytes: Span<UInt8>) -> [UInt8] {
        range.offsets.map { bytes[$0] }
    }
}
