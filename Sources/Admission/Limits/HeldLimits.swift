import RateLimiting

/// What requests under way have spent and may have to give back: by ticket, of one loop.
///
/// A ticket's room is used again: in a steady state nothing is allocated.
struct HeldLimits {
    private var tickets: [[LimitReceipt]] = []
    private var free: [UInt32] = []

    /// Takes the place of a new request. Tickets count from 1; 0 is none.
    mutating func open() -> UInt32 {
        if let ticket = self.free.popLast() { return ticket }
        self.tickets.append([])
        return UInt32(truncatingIfNeeded: self.tickets.count)
    }

    mutating func add(_ receipt: LimitReceipt, to ticket: UInt32) {
        self.tickets[Int(ticket) - 1].append(receipt)
    }

    /// Does something with what a request holds. Nothing for a ticket that is none.
    func forEach(of ticket: UInt32, _ body: (LimitReceipt) -> Void) {
        guard ticket > 0, Int(ticket) <= self.tickets.count else { return }
        for receipt in self.tickets[Int(ticket) - 1] { body(receipt) }
    }

    /// The request is over.
    mutating func close(_ ticket: UInt32) {
        guard ticket > 0, Int(ticket) <= self.tickets.count else { return }
        self.tickets[Int(ticket) - 1].removeAll(keepingCapacity: true)
        self.free.append(ticket)
    }

    /// Requests that hold something.
    var count: Int { self.tickets.count - self.free.count }
}
