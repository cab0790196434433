import AdminAPI
import ServiceLifecycle

/// Runs one open server after the other: whenever one was sealed, waits for the next.
struct PhaseService: Service {
    let phases: ServerPhases
    let socket: AdminServer
    let tell: @Sendable (GatehouseServer.News) -> Void

    func run() async throws {
        try await withGracefulShutdownHandler {
            await self.socket.waitUntilListening()
            guard self.socket.isListening else { return }
            if self.phases.isSealed { self.tell(.sealed) }
            for await handover in self.phases.nodes {
                guard let end = await self.run(handover) else { return }
                if let failure = end.failure { throw failure }
                // Locked again: it was sealed. Closed: the process is to stop.
                guard let locked = end.locked else { return }
                try await self.phases.didEmpty(locked, end.wipe)
            }
        } onGracefulShutdown: {
            self.phases.finish()
        }
    }

    /// Holds on to a node for as long as it runs, and no longer: what is returned knows nothing of its keys.
    private func run(_ handover: NodeHandover) async -> OpenNode.End? {
        guard let node = handover.take() else { return nil }
        return await node.run(isSealing: { [phases] in phases.isSealing }) { [tell] places, token in
            tell(.open(places, firstToken: token))
        }
    }
}
