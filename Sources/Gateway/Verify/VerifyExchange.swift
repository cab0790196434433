import HTTPMachines
import Keys
import VerifyAPI

/// One request on the verify listener, from its complete head to its answer.
struct VerifyExchange {
    /// What its answer waits for, once the request is whole.
    enum Wait {
        case nothing
        /// The control plane.
        case act
        /// A publication that concerns the asker.
        case news(ChangeQuery)
        /// A slow proof; then it is asked again.
        case proof
        /// A quota to be written down, until this moment at most; it is asked again now and then.
        case quota(until: MonotonicNanoseconds)
    }

    let id: RequestID
    /// When its head was complete.
    let at: WallTime
    let beganAt: MonotonicNanoseconds
    let method: RequestMethod
    /// HTTP version as major · 10 + minor.
    let protocolVersion: UInt8
    /// Whether it came by TLS.
    let isSecure: Bool
    var isHead: Bool { self.method == .head }
    /// Whether the client lets the connection live on.
    let keepAlive: Bool
    var bodyBytes: UInt64 = 0
    var wait = Wait.nothing
    /// Whether its answer may wait for a slow proof.
    var mayAwaitProof = true
    /// Whether the surface has seen its head.
    var isLookedAt = false
    /// Whether it has been asked, and its caller has paid for it.
    var callerHasPaid = false
    /// Whether it has not been answered.
    var isOpen = true

    /// A request that begins now.
    init(id: RequestID, method: RequestMethod, head: RequestHead, isSecure: Bool, clock: LoopClock) {
        self.id = id
        self.at = clock.wall
        self.beganAt = clock.monotonic
        self.method = method
        self.protocolVersion = 10 + head.minorVersion
        self.isSecure = isSecure
        self.keepAlive = head.keepAlive
    }

    /// No request at all.
    static let none: Self = {
        var none = Self(
            id: RequestID(high: 0, low: 0), method: .other, head: RequestHead(), isSecure: false,
            clock: LoopClock())
        none.isOpen = false
        return none
    }()
}
