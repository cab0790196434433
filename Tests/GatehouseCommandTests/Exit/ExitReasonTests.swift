import Testing

@testable import gatehouse

@Suite struct ExitReasonTests {
    @Test func `the codes are the documented ones`() {
        #expect(
            ExitReason.allCases.map(\.rawValue)
                == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 65, 66, 69, 70, 73, 74, 75, 76, 77, 78])
    }

    @Test(arguments: [
        (400, ExitReason.malformedInput), (401, .notSignedIn), (403, .refused), (404, .notFound), (409, .conflict),
        (412, .conflict), (422, .conflict), (428, .conflict), (408, .unreachable), (429, .unreachable),
        (503, .unreachable), (507, .cannotCreate), (500, .failed), (418, .failed), (302, .failed),
    ])
    func `a problem's status decides the exit code`(status: Int, expected: ExitReason) {
        #expect(ExitReason(problemStatus: status) == expected)
    }

    @Test func `a rollback has its own code, whatever its status`() {
        #expect(CommandFailure(Problem(code: "rolled_back", detail: "older"), httpStatus: 409).status == .rolledBack)
        #expect(CommandFailure(Problem(code: "slot_unavailable", detail: "no"), httpStatus: 409).status == .conflict)
    }

    @Test func `every code is explained in one line`() {
        let text = HelpTopic.exitCodes.text
        for status in ExitReason.allCases {
            #expect(!status.meaning.contains("\n"))
            #expect(text.contains("\(status.rawValue)  \(status.meaning)"))
        }
    }
}
