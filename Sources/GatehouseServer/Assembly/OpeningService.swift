import AdminAPI
import KeyManagement
import ServiceLifecycle

/// What happens once the listener of the network accepts: the first start with `--dev` issues its key, and whoever waits
/// is told.
///
/// The key is shown once, so it is not issued by a start that may still fail and would never show it.
struct OpeningService: Service {
    let node: OpenNode
    let onListening: @Sendable (ListeningPlaces, _ firstToken: String?) -> Void

    func run() async throws {
        await self.node.admin.waitUntilListening()
        if self.node.admin.isListening { self.onListening(self.node.places, try await self.firstToken()) }
        // A service that returns ends all others.
        try await gracefulShutdown()
    }

    /// The text of the first key's token; `nil` when there is a project already.
    private func firstToken() async throws -> String? {
        guard self.node.isDevelopment, let key = try await self.node.control.perform(FirstSteps(), by: .system).value
        else { return nil }
        return key.token?.withBytes { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }
}
