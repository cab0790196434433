import KeyManagement
import Storage

/// What sealing and slots need of an open server. Given up first when it is sealed.
struct OpenHold: Sendable {
    let control: ControlPlane
    let keys: StoreKeys
    /// Tells the services of the server to end.
    let end: @Sendable () -> Void
    /// Returns once every event loop has turned and the store has answered; whether it could.
    let pulse: @Sendable () async -> Bool
    let reload: NodeReload

    /// Whether it is of the same open server.
    func isSame(as other: OpenHold?) -> Bool { self.reload.gateway === other?.reload.gateway }
}
