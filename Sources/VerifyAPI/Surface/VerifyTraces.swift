package import Admission

/// What the rules said in the decisions of one answer. The room of a trace is used again: a steady state allocates nothing,
/// and a decision without such rules takes none.
package struct VerifyTraces: ~Copyable {
    /// As many as an answer has had at most, which is `VerifyPlan.mostVerifications`.
    private var traces: [RuleTrace] = []
    private var count = 0

    init() {}

    mutating func removeAll() { self.count = 0 }

    /// Keeps what the rules said.
    ///
    /// - Returns: where it is; `nil` when they were asked nothing.
    mutating func keep(_ rules: borrowing RuleTrace) -> Int? {
        guard !rules.isEmpty else { return nil }
        if self.count == self.traces.count { self.traces.append(RuleTrace()) }
        self.traces[self.count].assign(rules)
        self.count += 1
        return self.count - 1
    }

    /// Lends what was kept.
    package func withTrace(_ index: Int, _ body: (borrowing RuleTrace) -> Void) {
        guard index < self.count else { return }
        body(self.traces[index])
    }
}
