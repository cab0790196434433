import AdminAPI
import KeyManagement
import ServiceLifecycle

/// What happens once every listener accepts: the first start with `--dev` issues its key, and whoever waits is told.
///
/// The key is shown once, so it is not issued by a start that may still fail and would never show it.
struct OpeningService: Service {
    let admin: AdminServer
    let control: ControlPlane
    let isDevelopment: Bool
    let onListening: @Sendable (_ firstToken: String?) -> Void

    func run() async throws {
        await self.admin.waitUntilListening()
        if self.admin.isListening { self.onListening(try await self.firstToken()) }
        // A service that returns ends all others.
        try await gracefulShutdown()
    }

    /// The text of the first key's token; `nil` when there is a project already.
    private func firstToken() async throws -> String? {
        guard self.isDevelopment, let key = try await self.control.perform(FirstSteps(), by: .system).value else {
            return nil
        }
        return key.token?.withBytes { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }
}
