package import NIOCore

/// How long each part of an exchange may take: an absolute time, however often a byte trickles in or out.
///
/// A machine: told what was read and written, it gives the time after which the connection is closed, counted from then.
package struct RequestClock {
    /// Until a head is complete, from the opening or from the end of the answer before.
    let headTimeout: TimeAmount
    /// From the head to the end of its body.
    let bodyTimeout: TimeAmount
    /// From the end of a request until its answer has been taken.
    let answerTimeout: TimeAmount
    /// Requests whose answer has not been taken.
    private var unanswered = 0
    private var isReading = false

    package init(headTimeout: TimeAmount, bodyTimeout: TimeAmount, answerTimeout: TimeAmount) {
        self.headTimeout = headTimeout
        self.bodyTimeout = bodyTimeout
        self.answerTimeout = answerTimeout
    }

    package func opened() -> TimeAmount { self.headTimeout }

    package mutating func headRead() -> TimeAmount {
        self.unanswered += 1
        self.isReading = true
        return self.bodyTimeout
    }

    package mutating func requestEnded() -> TimeAmount {
        self.isReading = false
        return self.unanswered == 0 ? self.headTimeout : self.answerTimeout
    }

    /// `nil` leaves the deadline of a body that is still being read.
    package mutating func answerTaken() -> TimeAmount? {
        self.unanswered = max(0, self.unanswered - 1)
        guard !self.isReading else { return nil }
        return self.unanswered == 0 ? self.headTimeout : self.answerTimeout
    }
}
