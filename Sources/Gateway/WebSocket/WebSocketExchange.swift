import Admission
import DecisionLog
import HTTPMachines
import Keys

/// The WebSocket of one client's connection: what was asked for, and once the upstream has agreed, how it stands.
final class WebSocketExchange {
    /// How often its key is judged without there being news, in nanoseconds: what ends by time alone ends at a look.
    static let lookInterval: UInt64 = 1_000_000_000
    /// How long a client may take to hear that it is cut off, its own close included.
    static let farewellTimeout: UInt64 = 1_000_000_000

    let offer: WebSocketOffer
    let times: WebSocketTimes
    /// What its key is judged by.
    var rules: RouteRules
    /// `nil` until the upstream has agreed.
    var tunnel: TunnelMachine?
    /// Where frames begin in what goes to the client.
    var frames = FrameTracker()
    /// Why it has ended.
    private(set) var end: SocketEnd?
    /// When it is judged next.
    var looksAt: MonotonicNanoseconds = 0
    /// When the connection is closed, whether the client has heard of it or not.
    var closesAt = MonotonicNanoseconds.max

    init(_ offer: WebSocketOffer, times: WebSocketTimes, rules: RouteRules) {
        self.offer = offer
        self.times = times
        self.rules = rules
    }

    /// Whether it has been open, and may still be.
    var isOpened: Bool { self.tunnel != nil }

    /// Notes why it ends, unless it has ended before.
    func endIfOpen(_ end: SocketEnd) {
        if self.isOpened, self.end == nil { self.end = end }
    }
}
