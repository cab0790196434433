import Keys
import Testing

@Suite struct LimitPolicyTests {
    private func policy(_ name: String, _ algorithm: LimitPolicy.Algorithm) -> LimitPolicy {
        .init(name: name, scope: .key, algorithm: algorithm)
    }

    private func policy(_ algorithm: LimitPolicy.Algorithm) -> LimitPolicy { self.policy("burst", algorithm) }

    private func window(_ limit: UInt32, _ seconds: UInt32) -> LimitPolicy.Window {
        .init(limit: limit, seconds: seconds)
    }

    @Test func `limits within their bounds are accepted`() {
        #expect(self.policy(.slidingWindow([self.window(1, 1)])).objection == nil)
        let four = Array(repeating: self.window(1_000_000_000, 2_678_400), count: 4)
        #expect(self.policy(.slidingWindow(four)).objection == nil)
        #expect(self.policy(.tokenBucket(rate: self.window(1, 1), burst: 1)).objection == nil)
        #expect(self.policy("A-z_0.9", .slidingWindow([self.window(1, 1)])).objection == nil)
    }

    @Test func `everything beyond them is named`() {
        let bad: [LimitPolicy] = [
            self.policy("", .slidingWindow([self.window(1, 1)])),
            self.policy("two words", .slidingWindow([self.window(1, 1)])),
            self.policy(String(repeating: "a", count: 65), .slidingWindow([self.window(1, 1)])),
            self.policy(.slidingWindow([])),
            self.policy(.slidingWindow(Array(repeating: self.window(1, 1), count: 5))),
            self.policy(.slidingWindow([self.window(0, 1)])), self.policy(.slidingWindow([self.window(1, 0)])),
            self.policy(.slidingWindow([self.window(1_000_000_001, 1)])),
            self.policy(.slidingWindow([self.window(1, 2_678_401)])),
            self.policy(.tokenBucket(rate: self.window(1, 1), burst: 0)),
            self.policy(.tokenBucket(rate: self.window(0, 1), burst: 1)),
            self.policy(.tokenBucket(rate: self.window(1, 1), burst: 1_000_000_001)),
        ]
        for policy in bad { #expect(policy.objection != nil, "\(policy)") }
    }
}
