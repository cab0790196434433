import Cryptography
import Foundation
import Keys

/// Makes keys with a permission and a limit, as the other measurements have them. Their first use has been noted: what is
/// measured is the request after it.
struct KeyMint: Sendable {
    let environment: Environment
    let pepperVersion: UInt32
    let hasher: PepperHasher
    /// What the keys may do comes from this role; `nil` grants it to each.
    private let role: RoleID?
    private let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))

    init(environment: Environment, pepperVersion: UInt32, hasher: PepperHasher, role: RoleID? = nil) {
        self.role = role
        self.environment = environment
        self.pepperVersion = pepperVersion
        self.hasher = hasher
    }

    /// A new key; its token goes to the end of `lines`.
    func key(appendingTokenTo lines: inout [UInt8]) throws -> KeyRecord {
        guard let pattern = PermissionPattern("bench:use") else {
            throw SeedingError(description: "the permission is none")
        }
        let id = KeyID(randomBytes: SecureRandom.system)
        let secret = Base62.draw(Token.secretLength, from: SecureRandom.system)
        let token = Token.compose(prefix: "gk", tag: self.environment.tag, id: id, secret: secret)
        lines += token + [0x0a]
        let digest = self.hasher.digest(id: id.characters.span, secret: secret.span)
        let version = KeyVersion(
            number: 1, digest: digest, pepperVersion: self.pepperVersion,
            hintSuffix: String(decoding: token.suffix(4), as: Unicode.ASCII.self), createdAt: self.now,
            firstUsedAt: self.now)
        let window = LimitPolicy.Window(limit: 1_000_000_000, seconds: 60)
        return KeyRecord(
            id: id, projectID: self.environment.projectID, environmentID: self.environment.id, prefix: "gk",
            name: "seeded", ownerID: nil, roles: self.role.map { [$0] } ?? [],
            grants: self.role == nil ? Grants(allowed: [pattern]) : Grants(), boundary: .admin,
            limits: [LimitPolicy(name: "minute", scope: .key, algorithm: .slidingWindow([window]))],
            expiry: .never(reason: "bench"), versions: [version], createdAt: self.now, createdBy: "seed-keys")
    }
}
