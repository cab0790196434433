import Testing

@testable import gatehouse

@Suite struct ConfirmationPolicyTests {
    private func decide(
        _ severity: Severity, yes: Bool = false, confirm: String? = nil, canAsk: Bool = true
    ) -> ConfirmationPolicy.Decision {
        ConfirmationPolicy.decide(severity, yes: yes, confirm: confirm, canAsk: canAsk)
    }

    @Test func `mild acts are never asked about`() {
        #expect(self.decide(.mild, canAsk: false) == .proceed)
    }

    @Test func `moderate acts want y, or --yes`() {
        #expect(self.decide(.moderate) == .askYesNo)
        #expect(self.decide(.moderate, yes: true, canAsk: false) == .proceed)
        #expect(self.decide(.moderate, canAsk: false) == .refuse(missing: "--yes"))
    }

    @Test func `severe acts want the name typed; --yes does not answer`() {
        #expect(self.decide(.severe(name: "ci"), yes: true) == .askName("ci"))
        #expect(self.decide(.severe(name: "ci"), yes: true, canAsk: false) == .refuse(missing: "--confirm=ci"))
        #expect(self.decide(.severe(name: "ci"), confirm: "ci", canAsk: false) == .proceed)
    }

    @Test func `a wrong name is refused, on a terminal too`() {
        #expect(self.decide(.severe(name: "ci"), confirm: "cd") == .wrongName("ci"))
        #expect(self.decide(.severe(name: "ci"), confirm: "") == .wrongName("ci"))
    }

    @Test func `the flag that is missing can be pasted`() {
        #expect(self.decide(.severe(name: "my key"), canAsk: false) == .refuse(missing: "--confirm='my key'"))
    }

    @Test func `answers are judged without their blanks`() {
        #expect(Prompt.isYes(" Y ") && Prompt.isYes("yes") && !Prompt.isYes("") && !Prompt.isYes("yep"))
        #expect(Prompt.judge(" ci ", expecting: "ci", alternative: nil) == .confirmed)
        #expect(Prompt.judge("suspend", expecting: "ci", alternative: "suspend") == .alternative)
        #expect(Prompt.judge("", expecting: "ci", alternative: nil) == .cancelled)
        #expect(Prompt.judge("CI", expecting: "ci", alternative: "suspend") == .cancelled)
    }
}
