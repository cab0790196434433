import Keys
import TestKit

/// An id made from a number.
func makeID<Kind>(_ number: UInt64) -> ObjectID<Kind> {
    var generator = SeededGenerator(seed: number)
    return .init(randomBytes: { generator.bytes($0) })
}

/// Moments are told in seconds.
func at(_ seconds: Int64) -> WallTime { .init(seconds: seconds) }

extension KeyRecord {
    /// A key with one version, created at 0, that expires at 1,000,000.
    static func sample(expiry: KeyExpiry = .at(at(1_000_000))) -> Self {
        .init(
            id: makeID(1), projectID: makeID(2), environmentID: makeID(3), prefix: "gk", name: "sample", ownerID: nil,
            expiry: expiry, versions: [.sample(1, at: at(0))], createdAt: at(0), createdBy: "local:0")
    }

    /// Rotates as the service does: a rotation with an overlap of so many seconds and a hard stop 700 seconds on.
    mutating func rotate(
        overlap: UInt32, hardStop: Int64 = 700, at now: WallTime
    ) throws(LifecycleObjection) {
        let next = (self.versions.last?.number ?? 0) + 1
        let rotation = Rotation(
            id: makeID(UInt64(next)), newVersion: next, overlapSeconds: overlap, startedAt: now,
            hardStopAt: now.adding(seconds: hardStop))
        try self.rotate(rotation, adding: .sample(next, at: now))
    }

    /// Numbers of the versions that admit at that moment.
    func live(at now: WallTime) -> [UInt32] { self.versions.filter { $0.isLive(at: now) }.map(\.number) }

    func states(at now: WallTime) -> [VersionState] { self.versions.map { self.state(of: $0, at: now) } }
}

extension KeyVersion {
    static func sample(_ number: UInt32, at now: WallTime) -> Self {
        .init(
            number: number, digest: .init(words: (UInt64(number), 1, 2, 3)), pepperVersion: 1, hintSuffix: "x9Zt",
            createdAt: now)
    }
}

/// Readers that take spans, lent to expectations: the macro cannot hold on to a span.
enum Reading {
    static func token(_ bytes: [UInt8]) -> TokenParts? { .init(bytes.span) }
    static func checksum(_ bytes: [UInt8]) -> UInt32 { CRC32.checksum(bytes.span) }
    static func method(_ text: String) -> RequestMethod { .init(Array(text.utf8).span) }
    static func key(_ bytes: [UInt8], at offset: Int = 0) -> KeyID? { .init(characters: bytes.span, at: offset) }
}
