/// Endpoints that a path has just missed: another letter case or a final slash more or less would have led there.
///
/// Servers differ in whether such a spelling is another resource, so a broader route may take it only when it asks for the
/// same (docs/decisions/0010-one-reading-of-a-path.md).
struct NearMatches {
    private var endpoints = InlineArray<4, Int>(repeating: -1)
    private var count = 0
    /// There were more than can be remembered.
    private var isFull = false

    /// Adds an endpoint; -1 is none.
    mutating func note(_ endpoint: Int) {
        guard endpoint >= 0 else { return }
        guard self.count < 4 else {
            self.isFull = true
            return
        }
        self.endpoints[self.count] = endpoint
        self.count += 1
    }

    /// Whether every one of them asks for what `endpoint` does. `demands` says what each endpoint asks for.
    func agree(with endpoint: Int, _ demands: [Int]) -> Bool {
        guard !self.isFull else { return false }
        for index in 0..<self.count where demands[self.endpoints[index]] != demands[endpoint] { return false }
        return true
    }
}
