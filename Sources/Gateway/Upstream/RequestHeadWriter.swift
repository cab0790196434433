import Admission
import DecisionLog
import HTTPMachines
import Keys

/// Writes the head of a request as the upstream gets it: the client's lines in runs, without the credential, hop-by-hop
/// fields and everything by which a client could claim to be someone; then ours.
struct RequestHeadWriter {
    let host: UpstreamConfiguration.HostField
    /// For a client that named none.
    let defaultHost: String
    /// Held here, because a lazy global would be asked at each use whether it is made.
    private let dropped: KnownFieldSet
    let forwarding: EdgeSettings.ForwardingForm

    init(
        host: UpstreamConfiguration.HostField, defaultHost: String,
        forwarding: EdgeSettings.ForwardingForm = .xForwarded
    ) {
        self.host = host
        self.forwarding = forwarding
        self.defaultHost = defaultHost
        // Trailers are not forwarded, so none are announced.
        self.dropped = .droppedFromRequests.union(KnownFieldSet(.requestID, .trailer))
    }

    /// What is said of the caller.
    struct Caller {
        let key: MatchedKey
        let environment: EnvironmentEntry?
        /// The value of `Gatehouse-Permissions`.
        let permissions: [UInt8]
        /// The value of `Gatehouse-Identity`; empty where none is wanted.
        var token: [UInt8] = []
    }

    /// Appends the head. `drops` are the field lines that hold a credential; `closes` has the upstream close its connection
    /// behind the answer; `webSocket` has it asked for that protocol;
    /// `trace` is told in the place of what the client says.
    ///
    /// - Returns: `false` when the path does not begin as its route does, which cannot be.
    func write(
        _ head: RequestHead, _ fields: borrowing FieldTable, of bytes: Span<UInt8>, dropping drops: FieldDrops,
        rewriting forwarding: RouteForwarding, from origin: Origin, caller: Caller?, requestID: RequestID, closes: Bool,
        webSocket: WebSocketOffer? = nil, trace: BegunTrace? = nil, to text: inout HeadText
    ) -> Bool {
        text.write(head.methodBytes, of: bytes)
        text.put(0x20)
        guard Self.writeTarget(head, of: bytes, forwarding.path, to: &text) else { return false }
        text.write(" HTTP/1.1\r\n")
        var drops = drops
        drops.kinds.formUnion(self.dropped)
        // Of a client that cannot wait, or has nothing to wait with, nobody may expect that it does.
        if !head.expectsContinue { drops.kinds.formUnion(KnownFieldSet(.expect)) }
        if webSocket != nil { drops.kinds.formUnion(KnownFieldSet(.webSocket, .contentLength)) }
        forwarding.request?.drop(from: fields, of: bytes, into: &drops)
        self.writeHost(head, &drops, to: &text)
        var cursor = FieldCursor()
        while let run = fields.nextKeptRun(&cursor, dropping: drops) { text.write(run, of: bytes) }
        if head.framing == .chunked { text.write("Transfer-Encoding: chunked\r\n") }
        if let webSocket {
            webSocket.write(to: &text)
        } else if closes {
            text.write("Connection: close\r\n")
        }
        self.write(origin, head, of: bytes, to: &text)
        trace?.write(to: &text)
        text.write("X-Request-Id: ")
        text.writeID(requestID, prefix: "req_")
        text.write("\r\n")
        if let caller { Self.write(caller, to: &text) }
        if let request = forwarding.request { text.write(request.lines) }
        text.write("\r\n")
        return true
    }

    private static func writeTarget(
        _ head: RequestHead, of bytes: Span<UInt8>, _ rewrite: PathRewrite?, to text: inout HeadText
    ) -> Bool {
        guard let rewrite else {
            text.write(head.originForm, of: bytes)
            return true
        }
        guard let rest = rewrite.rest(of: head, in: bytes) else { return false }
        text.write(rewrite.added)
        if rewrite.leavesNothing(head) { text.put(0x2f) }
        text.write(rest, of: bytes)
        return true
    }

    private func writeHost(_ head: RequestHead, _ drops: inout FieldDrops, to text: inout HeadText) {
        switch self.host {
        case .passThrough where !head.host.isEmpty: return
        case .passThrough:
            Self.writeHost(self.defaultHost, to: &text)
        case .fixed(let name):
            Self.writeHost(name, to: &text)
        }
        drops.kinds.formUnion(KnownFieldSet(.host))
    }

    private static func writeHost(_ name: String, to text: inout HeadText) {
        text.write("Host: ")
        text.write(text: name)
        text.write("\r\n")
    }

    private static func write(_ caller: Caller, to text: inout HeadText) {
        text.write("Gatehouse-Key-Id: \"")
        text.writeID(caller.key.keyID, prefix: "key_")
        text.write("\"\r\n")
        if let owner = caller.key.ownerID {
            text.write("Gatehouse-Owner: \"")
            text.writeID(owner, prefix: "idn_")
            text.write("\"\r\n")
        }
        if let environment = caller.environment {
            text.write("Gatehouse-Project: ")
            text.writeStructuredString(environment.projectName)
            text.write("\r\nGatehouse-Environment: ")
            text.writeStructuredString(environment.name)
            text.write("\r\n")
        }
        if !caller.permissions.isEmpty {
            text.write("Gatehouse-Permissions: ")
            text.write(caller.permissions)
            text.write("\r\n")
        }
        guard !caller.token.isEmpty else { return }
        text.write("Gatehouse-Identity: ")
        text.write(caller.token)
        text.write("\r\n")
    }
}
