import Keys
import Logging
import Polling
import Synchronization

/// The sockets of a gateway: its own, and those that it was given.
extension GatewayServer {
    /// Accepts on all of them, on every loop.
    func listen() async throws {
        let configuration = self.configuration
        let gateway: Acceptor = { loop, socket in try loop.listen(socket) }
        let inherited = try await self.listenOnInherited("gateway", gateway)
        let port =
            if let inherited { inherited } else {
                try await self.listen(host: configuration.address, port: configuration.port, gateway)
            }
        self.state.withLock { $0.port = port }
        self.logger.info(
            "gateway is listening", metadata: ["server.address": "\(configuration.address)", "server.port": "\(port)"])
        guard let verify = self.verify else { return }
        let verifiers: Acceptor = { loop, socket in try loop.listenForVerifiers(socket) }
        if let port = try await self.listenOnInherited("verify", verifiers) {
            self.state.withLock { $0.verifyPort = port == 0 ? nil : port }
            return self.logger.info("verify is listening", metadata: ["server.port": "\(port)"])
        }
        if let address = verify.address {
            let port = try await self.listen(host: address, port: verify.port, verifiers)
            self.state.withLock { $0.verifyPort = port }
            self.logger.info(
                "verify is listening", metadata: ["server.address": "\(address)", "server.port": "\(port)"])
        }
        guard let path = verify.socket else { return }
        try await self.listen(path: path, verifiers)
        self.logger.info("verify is listening", metadata: ["server.address": "\(path)"])
    }

    private typealias Acceptor = @Sendable (GatewayLoop, consuming ListeningSocket) throws -> Void

    /// Listens on every loop at one port, and says which.
    private func listen(host: String, port: Int, _ accept: @escaping Acceptor) async throws -> Int {
        guard let ip = NameLookup.lookUp(host).first else {
            throw GatewayError(.listenFailed, "cannot listen on \(host):\(port): there is no such address")
        }
        let backlog = self.configuration.backlog
        var address = Endpoint.ip(ip, port: UInt16(clamping: port))
        do {
            // Loops share the port, which would also let a second server of the same user take half of the connections
            // unnoticed: so the port is first taken alone. A free one is given by the kernel, to nobody else.
            if port != 0 { _ = try ListeningSocket.open(address, backlog: 1, isShared: false) }
            for thread in self.state.withLock({ $0.threads }) {
                address = try await thread.submit { [address] loop in
                    let socket = try ListeningSocket.open(address, backlog: backlog, isShared: true)
                    let port = UInt16(clamping: socket.port())
                    try accept(loop, socket)
                    return .ip(ip, port: port)
                }
            }
        } catch let error as SystemError {
            throw GatewayError(.listenFailed, "cannot listen on \(host):\(port): \(error.causeOfPort)")
        }
        guard case .ip(_, let taken) = address else { return port }
        return Int(taken)
    }

    /// Listens at a path.
    private func listen(path: String, _ accept: @escaping Acceptor) async throws {
        do {
            try await self.share(ListeningSocket.open(path: path, backlog: self.configuration.backlog), accept)
        } catch let error as SystemError {
            throw GatewayError(.listenFailed, "cannot listen on \(path): \(error.causeOfPath)")
        }
    }

    /// Listens on the inherited socket of that name, and says at which port, 0 for a path; `nil` when there is none.
    private func listenOnInherited(_ name: String, _ accept: @escaping Acceptor) async throws -> Int? {
        do {
            guard let socket = try self.inherited.socket(name) else { return nil }
            let port = socket.port()
            try await self.share(socket, accept)
            return port
        } catch let error as SystemError {
            throw GatewayError(.listenFailed, "cannot listen on the inherited socket '\(name)': \(error)")
        }
    }

    /// Every loop accepts from the socket: whichever has time.
    private func share(_ socket: consuming ListeningSocket, _ accept: @escaping Acceptor) async throws {
        for thread in self.state.withLock({ $0.threads }) {
            let descriptor = try socket.duplicate()
            try await thread.submit { try accept($0, ListeningSocket(adopting: descriptor)) }
        }
    }

    /// Listens for clients that come without TLS, on a thread of its own.
    func listenForRedirects() async throws {
        guard let plan = self.state.withLock({ $0.plan.redirect }), let settings = self.configuration.edge.redirect,
            let ip = IPAddress(settings.address)
        else { return }
        let backlog = self.configuration.backlog
        do {
            let thread = try await LoopThread<RedirectLoop>.start(name: "redirect", tick: RedirectLoop.tick) {
                poller, _ in
                RedirectLoop(plan, poller: poller)
            }
            self.state.withLock { $0.redirect = thread }
            let port = try await thread.submit { loop in
                let address = Endpoint.ip(ip, port: UInt16(clamping: settings.port))
                let socket = try ListeningSocket.open(address, backlog: backlog, isShared: false)
                let port = socket.port()
                try loop.listen(socket)
                return port
            }
            self.state.withLock { $0.redirectPort = port }
            self.logger.info(
                "redirect is listening",
                metadata: ["server.address": "\(settings.address)", "server.port": "\(port)"])
        } catch let error as SystemError {
            throw GatewayError(
                .listenFailed, "cannot listen on \(settings.address):\(settings.port): \(error.causeOfPort)")
        }
    }
}
