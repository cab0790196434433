package import Keys

/// What trusted proxies say of where a request comes from, and in which form.
package struct ForwardedClaim: Equatable, Sendable {
    /// The fields that are read. Only one of the two forms is: a proxy that writes one may pass the other on as a client
    /// sent it.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// `X-Forwarded-For`, `-Proto` and `-Host`.
        case xForwarded = "x-forwarded"
        /// `Forwarded` (RFC 7239).
        case forwarded
    }

    /// What came of reading them.
    package enum Outcome: Equatable, Sendable {
        /// They say nothing of the client's address: the peer's own counts.
        case nothing
        case claim(ForwardedClaim)
        /// What decides cannot be read: whom the request is from is not known.
        case unreadable
    }

    /// Most elements that are looked at.
    package static let mostElements = 64

    /// The first from the right that is no trusted proxy; the first of all when all are.
    package var address: IPAddress
    /// Whether the client came by https; `nil` when nothing is said of it.
    package var isSecure: Bool?
    /// The host that the client asked for, valid as `Host` has to be; empty when nothing is said of it.
    package var host = ByteRange.empty

    /// Reads the fields of a head. `bytes` is what it was parsed from; `isTrusted` knows the proxies.
    package static func read(
        _ form: Form, _ fields: borrowing FieldTable, of bytes: Span<UInt8>, trusting isTrusted: (IPAddress) -> Bool
    ) -> Outcome {
        switch form {
        case .xForwarded: self.readExtensionFields(fields, bytes, isTrusted)
        case .forwarded: self.readStandardField(fields, bytes, isTrusted)
        }
    }
}
