import Polling

/// The connections of a loop that have something to send, in the order they wrote: each is in it once at most.
final class TurnEnd {
    private let batch: SendBatch
    private var waiting: [any TurnSender] = []
    private var sending: [any TurnSender] = []

    init(_ batch: SendBatch = SendBatch()) { self.batch = batch }

    var isEmpty: Bool { self.waiting.isEmpty }

    func add(_ sender: any TurnSender) { self.waiting.append(sender) }

    /// Sends the next batch. `tellSenders` must follow.
    func sendBatch() {
        var next = 0
        while next < self.waiting.count, !self.batch.isFull {
            if self.waiting[next].addTo(self.batch) { self.sending.append(self.waiting[next]) }
            next += 1
        }
        self.waiting.removeFirst(next)
        self.batch.send()
    }

    /// Tells those of the batch what has been sent, and lets go of them; they may write again.
    func tellSenders() {
        for index in self.sending.indices { self.sending[index].sent(self.batch.result(index)) }
        self.sending.removeAll(keepingCapacity: true)
    }
}
