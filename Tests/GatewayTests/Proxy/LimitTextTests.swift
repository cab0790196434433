import Admission
import HTTPMachines
import Keys
import Testing
import VerifyAPI

@testable import Gateway

/// What clients are told of the limit that they are closest to.
@Suite struct LimitTextTests {
    private func report(_ policy: String, limit: UInt32, window: UInt32, remaining: UInt32 = 7) -> LimitReport {
        LimitReport(policy: policy, limit: limit, windowSeconds: window, remaining: remaining, resetSeconds: 3)
    }

    private func lines(_ text: inout LimitText, _ report: LimitReport) -> String {
        var head = HeadText()
        text.write(report, at: WallTime(seconds: 1_000), to: &head)
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
                var plain: [UInt8] = []
                LimitLines.append(LimitFigures(report), in: .structured, at: 0, to: &plain)
                #expect(self.lines(&text, report) == String(decoding: plain, as: UTF8.self))
            }
            if round == 1 { text.forgetAll() }
        }
    }

    @Test func `who has little left is warned, by the limit's own measure before the gateway's`() {
        var announcement = LimitAnnouncement()
        announcement.warningPercent = 10
        var text = LimitText(announcement)
        let warning = "Gatehouse-Warning: limit-low;policy=\"a\";q=100;r=9;t=3\r\n"
        #expect(self.lines(&text, self.report("a", limit: 100, window: 60, remaining: 9)).hasSuffix(warning))
        #expect(!self.lines(&text, self.report("a", limit: 100, window: 60, remaining: 10)).contains("Warning"))
        let own = LimitReport(
            policy: "a", limit: 100, windowSeconds: 60, remaining: 9, resetSeconds: 3, warnBelowPercent: 5)
        #expect(!self.lines(&text, own).contains("Warning"))
        var silent = LimitText()
        #expect(!self.lines(&silent, self.report("a", limit: 100, window: 60, remaining: 0)).contains("Warning"))
    }

    @Test func `requests under way are told as such, and never for a window of the same numbers`() {
        var text = LimitText()
        let busy = LimitReport(
            policy: "a", limit: 10, windowSeconds: 60, remaining: 3, resetSeconds: 0, isConcurrency: true)
        _ = self.lines(&text, self.report("a", limit: 10, window: 60))
        #expect(
            self.lines(&text, busy)
                == "RateLimit-Policy: \"a\";q=10;qu=\"concurrent-requests\"\r\nRateLimit: \"a\";r=3\r\n")
    }
}
