import HTTPTypes
import Testing

@testable import GatehouseClient

@Suite struct ProblemAnswerTests {
    private static let known: [(RefusalCode, Int)] = [
        (.credentialMissing, 401), (.credentialRejected, 401), (.credentialAmbiguous, 400), (.keyExpired, 401),
        (.keySuspended, 401), (.keyVersionRetired, 401), (.keyNotYetValid, 403), (.addressNotAllowed, 403),
        (.methodNotPermitted, 403), (.permissionMissing, 403), (.boundaryExceeded, 403), (.limitExceeded, 429),
        (.quotaExceeded, 429), (.abnormalUsage, 429), (.init(rawValue: "of_tomorrow"), 403),
    ]

    @Test func `every refusal becomes a problem document with its code and status`() throws {
        for (code, status) in Self.known {
            let answer = ProblemAnswer(Refusal(code: code, requestID: "req_1"))
            #expect(answer.head.status.code == status)
            #expect(answer.head.headerFields[.contentType] == "application/problem+json")
            #expect(answer.head.headerFields[.cacheControl] == "no-store")
            let document = try #require(JSONReader.read(answer.body))
            #expect(document["code"]?.string == code.rawValue)
            #expect(document["status"]?.integer == Int64(status))
            #expect(document["request_id"]?.string == "req_1")
            #expect(document["title"]?.string?.isEmpty == false)
            #expect((answer.head.headerFields[.retryAfter] != nil) == (status == 429))
            #expect((answer.head.headerFields[.wwwAuthenticate] != nil) == (status == 401))
        }
    }

    @Test func `a challenge tells a missing key from a bad one, and cannot be broken out of`() {
        let missing = ProblemAnswer(Refusal(code: .credentialMissing), realm: "a\"b\\c\r\nd")
        #expect(missing.head.headerFields[.wwwAuthenticate] == "Bearer realm=\"abcd\"")
        let bad = ProblemAnswer(Refusal(code: .keyExpired))
        #expect(bad.head.headerFields[.wwwAuthenticate] == "Bearer realm=\"api\", error=\"invalid_token\"")
    }

    @Test func `nobody is told to come back too early`() throws {
        let answer = ProblemAnswer(Refusal(code: .limitExceeded, retryAfter: .milliseconds(2001)))
        #expect(answer.head.headerFields[.retryAfter] == "3")
        #expect(JSONReader.read(answer.body)?["retry_after"]?.integer == 3)
        #expect(ProblemAnswer(Refusal(code: .limitExceeded)).head.headerFields[.retryAfter] == "1")
        #expect(ProblemAnswer(Refusal(code: .limitExceeded, retryAfter: .zero)).head.headerFields[.retryAfter] == "1")
    }

    @Test func `whatever went wrong on our side looks the same from outside`() throws {
        let answers = VerifyError.Code.allCases.map {
            ProblemAnswer(VerifyError($0, status: 401, problemCode: "credential_rejected", requestID: "req_1"))
        }
        for answer in answers {
            #expect(answer.head.status == .serviceUnavailable)
            #expect(answer.body == answers[0].body)
            #expect(answer.head == answers[0].head)
        }
        #expect(!String(decoding: answers[0].body, as: UTF8.self).contains("rejected"))
        let waiting = ProblemAnswer(VerifyError(.serverFailed, retryAfter: .seconds(9)))
        #expect(waiting.head.headerFields[.retryAfter] == "9")
    }
}
