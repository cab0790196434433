import Testing

@testable import gatehouse

@Suite struct OutputFormatTests {
    @Test func `the flag wins over the environment, the environment over the terminal`() throws {
        #expect(
            try OutputFormat.decide(json: true, environment: ["GATEHOUSE_FORMAT": "tsv"], outputIsTerminal: true)
                == .json)
        #expect(
            try OutputFormat.decide(json: false, environment: ["GATEHOUSE_FORMAT": "tsv"], outputIsTerminal: true)
                == .programs)
        #expect(
            try OutputFormat.decide(json: false, environment: ["GATEHOUSE_FORMAT": "table"], outputIsTerminal: false)
                == .people)
        #expect(try OutputFormat.decide(json: false, environment: [:], outputIsTerminal: true) == .people)
        #expect(try OutputFormat.decide(json: false, environment: [:], outputIsTerminal: false) == .programs)
    }

    @Test func `an unknown format is a usage error`() {
        #expect(throws: CommandFailure.self) {
            try OutputFormat.decide(json: false, environment: ["GATEHOUSE_FORMAT": "xml"], outputIsTerminal: true)
        }
    }
}
