/// What went otherwise than planned in an exchange: Envoy's letters where the meaning is Envoy's.
///
/// Raw values are stored in the decision log: never reuse one.
@usableFromInline
package struct ExchangeFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    @usableFromInline package let rawValue: UInt16

    @inlinable
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    @inlinable package static var upstreamConnectFailed: Self { .init(rawValue: 1 << 1) }
    @inlinable package static var upstreamPoolFull: Self { .init(rawValue: 1 << 2) }
    @inlinable package static var upstreamTimeout: Self { .init(rawValue: 1 << 3) }
    @inlinable package static var upstreamClosed: Self { .init(rawValue: 1 << 4) }
    @inlinable package static var noRoute: Self { .init(rawValue: 1 << 7) }
    @inlinable package static var clientLeft: Self { .init(rawValue: 1 << 8) }
    @inlinable package static var limited: Self { .init(rawValue: 1 << 9) }
    @inlinable package static var refusedByAdmission: Self { .init(rawValue: 1 << 10) }
    @inlinable package static var clientProtocolError: Self { .init(rawValue: 1 << 11) }
    @inlinable package static var upstreamProtocolError: Self { .init(rawValue: 1 << 12) }
    @inlinable package static var idle: Self { .init(rawValue: 1 << 13) }
    @inlinable package static var overload: Self { .init(rawValue: 1 << 14) }
    /// The request was tried again, and failed all the same.
    @inlinable package static var retriesSpent: Self { .init(rawValue: 1 << 15) }

    private static let letters: [(Self, String)] = [
        (.upstreamConnectFailed, "UF"), (.upstreamPoolFull, "UO"), (.upstreamTimeout, "UT"),
        (.upstreamClosed, "UC"), (.noRoute, "NR"), (.clientLeft, "DC"),
        (.limited, "RL"), (.refusedByAdmission, "UAEX"), (.clientProtocolError, "DPE"), (.upstreamProtocolError, "UPE"),
        (.idle, "SI"), (.overload, "OM"),
        (.retriesSpent, "URX"),
    ]

    /// The letters, comma-separated, in order of declaration; empty when nothing happened.
    package var text: String {
        Self.letters.filter { self.contains($0.0) }.map(\.1).joined(separator: ",")
    }
}
