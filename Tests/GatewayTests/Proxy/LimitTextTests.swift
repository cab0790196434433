import Admission
import Testing

@testable import Gateway

/// What clients are told of the limit that they are closest to.
@Suite struct LimitTextTests {
    private func report(_ policy: String, limit: UInt32, window: UInt32, remaining: UInt32 = 7) -> LimitReport {
        LimitReport(policy: policy, limit: limit, windowSeconds: window, remaining: remaining, resetSeconds: 3)
    }

    private func lines(_ text: inout LimitText, _ report: LimitReport) -> String {
        var head = HeadText()
        text.write(report, to: &head)
        return String(decoding: head.bytes, as: UTF8.self)
    }

    @Test func `the policy and what is left of it are two lines`() {
        var text = LimitText()
        #expect(
            self.lines(&text, self.report("per-key", limit: 100, window: 60))
                == "RateLimit-Policy: \"per-key\";q=100;w=60\r\nRateLimit: \"per-key\";r=7;t=3\r\n")
    }

    @Test func `what is remembered is told of the same limit only, whichever came before`() {
        var text = LimitText()
        var reports: [LimitReport] = []
        for policy in ["a", "b", "A", "a policy with a long name", "a policy with a long nama", "q\"uote"] {
            for limit: UInt32 in [1, 2, 60] {
                for window: UInt32 in [0, 1, 60] { reports.append(self.report(policy, limit: limit, window: window)) }
            }
        }
        #expect(reports.count > LimitText.most)
        for round: UInt32 in 0..<3 {
            for report in reports {
                let report = self.report(
                    report.policy, limit: report.limit, window: report.windowSeconds, remaining: round)
                var plain = HeadText()
                LimitText.writeLines(of: report, to: &plain)
                #expect(self.lines(&text, report) == String(decoding: plain.bytes, as: UTF8.self))
            }
            if round == 1 { text.forgetAll() }
        }
    }
}
