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
