import HTTPListening
import NIOCore
import NIOPosix
import TransportSecurity

/// Begins to speak TLS with a server that a request did not reach, to learn what is in the way. Nothing is asked, and no
/// credential is sent.
enum TLSProbe {
    /// What was found.
    enum Finding: Hashable, Sendable {
        case certificate(CertificateProblem.Kind, String)
        /// The server has ended the handshake with that alert (RFC 8446, 6).
        case alert(UInt8)
        /// What answers does not speak TLS, or nothing that is spoken here.
        case notTLS
        /// The certificates that are named here as those of authorities are none.
        case noAuthorities
    }

    private static let patience = TimeAmount.seconds(3)

    /// What hinders; `nil` when nothing does, or nothing can be found out.
    static func finding(host: String, port: Int, _ trust: ServerTrust) async -> Finding? {
        var expectations = TLSClient.Expectations(name: host)
        expectations.authorities = trust.authorities
        expectations.minimumVersion = .tls12
        guard let client = try? TLSClient(expectations, identity: trust.identity) else {
            let isOfAuthorities = trust.authorities != nil && (try? TLSClient(expectations)) == nil
            return isOfAuthorities ? .noAuthorities : nil
        }
        let group = MultiThreadedEventLoopGroup.singleton
        let found = group.any().makePromise(of: Finding?.self)
        let channel = try? await ClientBootstrap(group: found.futureResult.eventLoop)
            .connectTimeout(Self.patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let begun = client.connect()
                    guard let session = consume begun else { throw ChannelError.operationUnsupported }
                    try channel.pipeline.syncOperations.addHandler(TLSProbeHandler(session, found))
                }
            }
            .connect(host: host, port: port).get()
        guard let channel else {
            found.succeed(nil)
            return nil
        }
        let deadline = channel.eventLoop.scheduleTask(in: Self.patience) { found.succeed(nil) }
        let finding = try? await found.futureResult.get()
        deadline.cancel()
        channel.close(promise: nil)
        return finding
    }
}

/// One such handshake. A server of TLS 1.3 judges the client's certificate after the client is through: it is waited for.
private final class TLSProbeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a server that has said nothing against us is waited for.
    private static let grace = TimeAmount.milliseconds(500)

    private var session: TLSSession
    private let found: EventLoopPromise<TLSProbe.Finding?>
    private var isOver = false

    init(_ session: consuming TLSSession, _ found: EventLoopPromise<TLSProbe.Finding?>) {
        self.session = session
        self.found = found
    }

    func channelActive(context: ChannelHandlerContext) { self.go(on: ByteBuffer(), context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { self.go(on: self.unwrapInboundIn(data), context) }

    func channelInactive(context: ChannelHandlerContext) { self.end(self.session.isEstablished ? nil : .notTLS) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func go(on received: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !self.isOver else { return }
        var (opened, said) = (ByteBuffer(), ByteBuffer())
        let progress = self.session.takeIn(received, into: &opened, &said)
        if said.readableBytes > 0 { context.writeAndFlush(self.wrapOutboundOut(said), promise: nil) }
        guard case .goesOn = progress else { return self.end(self.reason) }
        guard self.session.isEstablished else { return }
        let found = self.found
        context.eventLoop.scheduleTask(in: Self.grace) { found.succeed(nil) }
    }

    private var reason: TLSProbe.Finding? {
        if let problem = self.session.certificateProblem { return .certificate(problem.kind, problem.text) }
        if let alert = self.session.alert { return .alert(alert) }
        return self.session.isEstablished ? nil : .notTLS
    }

    private func end(_ finding: TLSProbe.Finding?) {
        guard !self.isOver else { return }
        self.isOver = true
        self.found.succeed(finding)
    }
}
