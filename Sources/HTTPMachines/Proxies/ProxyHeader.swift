package import Keys

/// What the header of the PROXY protocol says of a connection (haproxy's proxy-protocol.txt, 2.1 and 2.2).
package enum ProxyHeader: Equatable, Sendable {
    /// The proxy connects for itself, such as for a health check, or names nobody: what counts is the peer's own address.
    case peerItself
    /// The proxy connects for this client.
    case client(IPAddress, port: UInt16)
}

/// Why bytes are no header. The connection ends: what follows would be read as something that it is not.
package enum ProxyHeaderFault: Equatable, Sendable {
    /// The first bytes are those of neither version.
    case signatureMissing
    /// Version 1: no line end within 107 bytes.
    case lineTooLong
    /// Version 1: not the words, the single spaces and the numbers that it has to have.
    case lineMalformed
    /// The second version's number is another than 2.
    case versionUnknown
    /// Neither LOCAL nor PROXY.
    case commandUnknown
    /// An address family or a transport that nothing arrives by here.
    case familyUnknown
    /// Version 2: what follows is longer than `ProxyHeaderParser.longest` lets it be.
    case headerTooLong
    /// Version 2: too short for the addresses of its family.
    case addressesMissing
}

/// What became of reading a header.
package enum ProxyHeaderParse: Equatable, Sendable {
    /// So far it is the beginning of one. All bytes that were shown belong to it.
    case incomplete
    /// It took so many of the bytes that were shown.
    case complete(ProxyHeader, bytes: Int)
    case refused(ProxyHeaderFault)
}
