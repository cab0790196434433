import KeyManagement
import Storage

/// What sealing and slots need of an open server. Given up first when it is sealed.
struct OpenHold: Sendable {
    let control: ControlPlane
    let keys: StoreKeys
    /// Tells the services of the server to end.
    let end: @Sendable () -> Void
}
