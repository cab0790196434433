import Admission
import DecisionLog
import HTTPMachines
import Keys

/// Where a request comes from: from the peer, unless the peer is a proxy of ours that says for whom it asks.
extension DownstreamConnection {
    /// Reads what a trusted proxy says of the client, for this request alone.
    ///
    /// - Returns: whether whom it is from is known.
    func readOrigin(_ span: Span<UInt8>) -> Bool {
        guard self.isTrustedPeer else { return true }
        let edge = self.loop.edge.plan
        let outcome = ForwardedClaim.read(edge.forwardedRead, self.fields, of: span) { edge.isTrusted($0) }
        switch outcome {
        case .nothing: self.restoreOrigin()
        case .claim(let claim): self.adopt(claim)
        case .unreadable:
            self.restoreOrigin()
            return false
        }
        return true
    }

    /// What counts is the peer.
    func restoreOrigin() {
        guard self.isTrustedPeer else { return }
        self.address = self.peer
        self.setOrigin(self.peer, isSecure: self.plan.security != nil)
    }

    private func adopt(_ claim: ForwardedClaim) {
        self.address = claim.address
        self.setOrigin(claim.address, isSecure: claim.isSecure ?? (self.plan.security != nil))
        self.origin.host = claim.host
    }

    /// The request says something of its way that nobody can read: it may be anybody's.
    func refuseOrigin() {
        self.loop.edge.count(.forwardedUnreadable)
        self.refuse(
            Refusal(.requestMalformed), hasBody: true, keepAlive: false,
            detail: "a forwarded field names no address where the client's is expected")
    }
}
