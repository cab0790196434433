import Testing

@testable import gatehouse

@Suite struct ColourDecisionTests {
    private func isColoured(
        _ environment: [String: String], choice: ColourChoice = .auto, isTerminal: Bool = true
    ) -> Bool {
        ColourDecision.isColoured(choice: choice, isTerminal: isTerminal, environment: environment)
    }

    @Test func `a terminal is coloured and a pipe is not`() {
        #expect(self.isColoured(["TERM": "xterm"]))
        #expect(!self.isColoured(["TERM": "xterm"], isTerminal: false))
    }

    @Test func `a dumb terminal is not coloured`() {
        #expect(!self.isColoured(["TERM": "dumb"]))
    }

    @Test func `NO_COLOR counts only when it is not empty`() {
        #expect(!self.isColoured(["NO_COLOR": "1"]))
        #expect(self.isColoured(["NO_COLOR": ""]))
    }

    @Test func `NO_COLOR wins over the variables that force colour`() {
        #expect(!self.isColoured(["NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"]))
    }

    @Test(arguments: ["CLICOLOR_FORCE", "FORCE_COLOR"])
    func `a forced pipe is coloured unless the value is 0`(name: String) {
        #expect(self.isColoured([name: "1"], isTerminal: false))
        #expect(!self.isColoured([name: "0"], isTerminal: false))
        #expect(!self.isColoured([name: ""], isTerminal: false))
    }

    @Test func `the flag wins over everything`() {
        #expect(self.isColoured(["NO_COLOR": "1"], choice: .always, isTerminal: false))
        #expect(!self.isColoured(["FORCE_COLOR": "1"], choice: .never))
    }
}
