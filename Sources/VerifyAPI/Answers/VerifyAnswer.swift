/// An answer, ready to be written, and what is to be remembered of it. One for each loop: its storage is reused.
package struct VerifyAnswer: ~Copyable {
    /// Status line, fields and body.
    package internal(set) var bytes: [UInt8] = []
    package internal(set) var status: UInt16 = 0
    /// Whether another request may follow on the connection; the answer says the same.
    package internal(set) var keepsAlive = true
    /// Host and path of the request that a proxy asks about; empty for all else.
    package internal(set) var originalHost: [UInt8] = []
    package internal(set) var originalPath: [UInt8] = []
    /// What was decided: nothing for a request that verifies none, one entry for each verification otherwise.
    package internal(set) var decisions: [VerifyDecision] = []
    /// What the rules said in them.
    package internal(set) var traces = VerifyTraces()

    package init() {
        self.bytes.reserveCapacity(2_048)
        self.decisions.reserveCapacity(4)
    }

    /// Forgets the answer before.
    mutating func removeAll() {
        self.bytes.removeAll(keepingCapacity: true)
        self.decisions.removeAll(keepingCapacity: true)
        self.traces.removeAll()
        self.originalHost.removeAll(keepingCapacity: true)
        self.originalPath.removeAll(keepingCapacity: true)
        self.status = 0
        self.keepsAlive = true
    }
}
