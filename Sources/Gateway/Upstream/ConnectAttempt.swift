import Polling

/// The addresses of an upstream that a connection is tried on, one after another, each with its part of the time left.
struct ConnectAttempt {
    private var addresses: ArraySlice<Endpoint>
    /// When the attempt has taken too long.
    let end: UInt64
    /// When the next address is tried.
    private(set) var deadline: UInt64

    init(_ addresses: [Endpoint], end: UInt64) {
        self.addresses = addresses[...]
        self.end = end
        self.deadline = end
    }

    /// The address to try now; `nil` when there is no other, or no time.
    mutating func next(at now: UInt64) -> Endpoint? {
        guard now < self.end, let address = self.addresses.popFirst() else { return nil }
        self.deadline = now &+ (self.end - now) / UInt64(self.addresses.count + 1)
        return address
    }
}
