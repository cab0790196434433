import Polling

/// A connection that sends what it has written at the end of the turn.
protocol TurnSender: AnyObject {
    /// Puts what is to be sent into the batch.
    ///
    /// - Returns: whether there was anything.
    func addTo(_ batch: SendBatch) -> Bool

    /// What was put into the batch has been sent, or some of it.
    func sent(_ transfer: StreamSocket.Transfer)
}

/// The connections of a loop that have something to send, in the order they wrote.
struct TurnEnd {
    private let batch = SendBatch()
    private var waiting: [any TurnSender] = []
    private var sending: [any TurnSender] = []

    var isEmpty: Bool { self.waiting.isEmpty }

    mutating func add(_ sender: any TurnSender) { self.waiting.append(sender) }

    /// Sends the next batch, and returns those who have to hear of it, in the order of `result`.
    mutating func sendBatch() -> [any TurnSender] {
        self.sending.removeAll(keepingCapacity: true)
        var next = 0
        while next < self.waiting.count, !self.batch.isFull {
            if self.waiting[next].addTo(self.batch) { self.sending.append(self.waiting[next]) }
            next += 1
        }
        self.waiting.removeFirst(next)
        self.batch.send()
        return self.sending
    }

    func result(_ index: Int) -> StreamSocket.Transfer { self.batch.result(index) }
}
