import DecisionLog
import HTTPMachines
import Keys

/// What upstreams are told of where a request comes from: written anew for each, in one form, whatever the client sent.
extension RequestHeadWriter {
    struct Origin {
        /// Who the client is: the peer, or whom a trusted peer says.
        var address = AddressText()
        /// It came over TLS.
        var isSecure = false
        /// The host that a trusted peer says was asked for, in the head of the request; empty for the one that `Host` names.
        var host = ByteRange.empty
    }

    func write(_ origin: Origin, _ head: RequestHead, of bytes: Span<UInt8>, to text: inout HeadText) {
        let host = origin.host.isEmpty ? head.host : origin.host
        if self.forwarding != .forwarded { Self.writeExtension(origin, host, of: bytes, to: &text) }
        if self.forwarding != .xForwarded { Self.writeStandard(origin, host, of: bytes, to: &text) }
    }

    private static func writeExtension(
        _ origin: Origin, _ host: ByteRange, of bytes: Span<UInt8>, to text: inout HeadText
    ) {
        text.write("X-Forwarded-For: ")
        origin.address.write(to: &text)
        text.write("\r\nX-Forwarded-Host: ")
        text.write(host, of: bytes)
        text.write(origin.isSecure ? "\r\nX-Forwarded-Proto: https\r\n" : "\r\nX-Forwarded-Proto: http\r\n")
    }

    /// `Forwarded` (RFC 7239, 4). A host holds no byte that would need a backslash.
    private static func writeStandard(
        _ origin: Origin, _ host: ByteRange, of bytes: Span<UInt8>, to text: inout HeadText
    ) {
        text.write(origin.address.isIPv6 ? "Forwarded: for=\"[" : "Forwarded: for=")
        origin.address.write(to: &text)
        text.write(origin.address.isIPv6 ? "]\";host=\"" : ";host=\"")
        text.write(host, of: bytes)
        text.write(origin.isSecure ? "\";proto=https\r\n" : "\";proto=http\r\n")
    }
}
