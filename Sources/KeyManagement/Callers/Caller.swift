package import Keys

/// One request to the control plane, as far as rights and the audit log care.
package struct Caller: Hashable, Sendable {
    package let actor: Actor
    /// The request that asked for it; `nil` for what the server does by itself.
    package let requestID: RequestID?
    /// Where it came from; `nil` on the Unix socket and for the server itself.
    package let address: IPAddress?

    package init(actor: Actor, requestID: RequestID? = nil, address: IPAddress? = nil) {
        self.actor = actor
        self.requestID = requestID
        self.address = address
    }

    /// The server itself.
    package static let system = Self(actor: .system)
}
