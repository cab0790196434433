import Admission
import DecisionLog
import HTTPMachines
import Keys
import NIOCore

/// Writes the head of a request as the upstream gets it: the client's lines in runs, without the credential, hop-by-hop
/// fields and everything by which a client could claim to be someone; then ours.
struct RequestHeadWriter {
    let host: UpstreamConfiguration.HostField
    /// For a client that named none.
    let defaultHost: String
    /// Held here, because a lazy global would be asked at each use whether it is made.
    private let dropped: KnownFieldSet

    init(host: UpstreamConfiguration.HostField, defaultHost: String) {
        self.host = host
        self.defaultHost = defaultHost
        self.dropped = .droppedFromRequests.union(KnownFieldSet(.requestID))
    }

    /// What is said of the caller.
    struct Caller {
        let key: MatchedKey
        let environment: EnvironmentEntry?
        /// The value of `Gatehouse-Permissions`.
        let permissions: [UInt8]
    }

    /// What is said of where a request came from, since nothing is believed that it says itself.
    struct Origin {
        /// The peer.
        var address = InlineText<48>()
    }

    /// Appends the head. `drops` are the field lines that hold a credential.
    func write(
        _ head: RequestHead, _ fields: borrowing FieldTable, of bytes: Span<UInt8>, dropping drops: FieldDrops,
        from origin: Origin, caller: Caller?, requestID: RequestID, to buffer: inout ByteBuffer
    ) {
        buffer.write(head.methodBytes, of: bytes)
        buffer.writeInteger(0x20 as UInt8)
        buffer.write(head.originForm, of: bytes)
        buffer.write(" HTTP/1.1\r\n")
        var drops = drops
        drops.kinds.formUnion(self.dropped)
        self.writeHost(head, &drops, to: &buffer)
        var cursor = FieldCursor()
        while let run = fields.nextKeptRun(&cursor, dropping: drops) { buffer.write(run, of: bytes) }
        if head.framing == .chunked { buffer.write("Transfer-Encoding: chunked\r\n") }
        Self.write(origin, head, of: bytes, to: &buffer)
        buffer.write("X-Request-Id: ")
        buffer.writeID(requestID, prefix: "req_")
        buffer.write("\r\n")
        if let caller { Self.write(caller, to: &buffer) }
        buffer.write("\r\n")
    }

    private func writeHost(_ head: RequestHead, _ drops: inout FieldDrops, to buffer: inout ByteBuffer) {
        switch self.host {
        case .passThrough where !head.host.isEmpty: return
        case .passThrough:
            Self.writeHost(self.defaultHost, to: &buffer)
        case .fixed(let name):
            Self.writeHost(name, to: &buffer)
        }
        drops.kinds.formUnion(KnownFieldSet(.host))
    }

    private static func writeHost(_ name: String, to buffer: inout ByteBuffer) {
        buffer.write("Host: ")
        buffer.writeString(name)
        buffer.write("\r\n")
    }

    private static func write(
        _ origin: Origin, _ head: RequestHead, of bytes: Span<UInt8>, to buffer: inout ByteBuffer
    ) {
        buffer.write("X-Forwarded-For: ")
        origin.address.withSpan { _ = buffer.writeBytes($0.bytes) }
        buffer.write("\r\nX-Forwarded-Host: ")
        buffer.write(head.host, of: bytes)
        buffer.write("\r\nX-Forwarded-Proto: http\r\n")
    }

    private static func write(_ caller: Caller, to buffer: inout ByteBuffer) {
        buffer.write("Gatehouse-Key-Id: \"")
        buffer.writeID(caller.key.keyID, prefix: "key_")
        buffer.write("\"\r\n")
        if let owner = caller.key.ownerID {
            buffer.write("Gatehouse-Owner: \"")
            buffer.writeID(owner, prefix: "idn_")
            buffer.write("\"\r\n")
        }
        if let environment = caller.environment {
            buffer.write("Gatehouse-Project: ")
            buffer.writeStructuredString(environment.projectName)
            buffer.write("\r\nGatehouse-Environment: ")
            buffer.writeStructuredString(environment.name)
            buffer.write("\r\n")
        }
        guard !caller.permissions.isEmpty else { return }
        buffer.write("Gatehouse-Permissions: ")
        buffer.writeBytes(caller.permissions)
        buffer.write("\r\n")
    }
}
