/// What is given back or added when more is known of a request.
extension LimiterCells {
    /// Gives back what a request has spent of a limit.
    mutating func giveBack(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.each(receipt) { $0.giveBack(min(cost, receipt.cost), of: receipt, at: now) }
    }

    /// Counts what a request has cost more than it was counted for.
    mutating func force(_ cost: UInt32, of receipt: LimitReceipt, at now: UInt64) {
        self.each(receipt) { $0.force(cost, at: now) }
    }

    private mutating func each(_ receipt: LimitReceipt, _ body: (inout LimiterSlot) -> Void) {
        for index in 0..<Int(receipt.windowCount) {
            let key = receipt.hash.window(index)
            // Meanwhile the limit may count something else: what is under way is no spending.
            guard let place = self.place(of: key), self.slots[place].window.isConcurrency == receipt.isConcurrency
            else { continue }
            body(&self.slots[place])
            guard self.isLedgered, self.slots[place].window.isLedgered else { continue }
            self.list(
                .init(
                    identity: receipt.identity, subject: receipt.subject, key: key,
                    index: UInt8(truncatingIfNeeded: index), wanted: 0), at: place)
        }
    }

    /// Undoes what `spend` did to each window it spent.
    mutating func giveBack(_ weighed: WeighedLimit) {
        for index in 0..<weighed.takenCount { self.slots[weighed.place(index)].giveBack(weighed.cost) }
    }
}
