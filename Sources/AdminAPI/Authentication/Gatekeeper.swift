import KeyManagement
import Keys
import NIOCore

/// Says who calls, or refuses.
struct Gatekeeper: Sendable {
    let plane: ControlPlane
    let failures: FailureGate
    let time: TimeSource

    /// The user at the other end of a Unix socket.
    static func localActor(on channel: any Channel, _ rule: PeerRule) async throws -> Actor {
        guard let peer = await PeerCredentials.read(from: channel) else {
            throw Problem(.credentialRejected, "The system does not tell who is at the other end of the socket.")
        }
        guard rule.admits(peer.userID) else {
            throw Problem(.credentialRejected, "User \(peer.userID) is neither the server's user nor root.")
        }
        return .local(uid: peer.userID)
    }

    /// The operator whose key stands in the `Authorization` lines.
    func operatorActor(authorization: [String], address: IPAddress?) async throws -> Actor {
        guard !authorization.isEmpty else { throw Problem(.credentialMissing) }
        if authorization.count == 1, let token = Self.token(in: authorization[0]),
            let actor = try await self.plane.authenticate(token, address: address)
        {
            return actor
        }
        guard let refusal = self.failures.failed(from: address, at: self.time.monotonic()) else {
            throw Problem(.credentialRejected)
        }
        await self.time.sleep(refusal.delayMs)
        var problem = Problem(.limitExceeded)
        problem.retryAfterSeconds = refusal.retryAfterSeconds
        throw problem
    }

    /// The token of a Bearer credential (RFC 6750, section 2.1).
    private static func token(in field: String) -> [UInt8]? {
        let parts = field.split(separator: " " as Character, maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= Token.longest else {
            return nil
        }
        return Array(parts[1].utf8)
    }
}
