import HTTPTypes
import Keys
import Testing

@testable import AdminAPI

/// Limits that are raised by trust, as clients of the API say and read them.
@Suite struct LimitTrustTests {
    private func body(_ trusted: String, scope: String = "key", environment: String) -> String {
        #"{"environment_id":"\#(environment)","name":"partner","limits":[{"name":"a","scope":"\#(scope)","#
            + #""windows":[{"limit":10,"window_seconds":60}],"trusted":\#(trusted)}]}"#
    }

    @Test func `the server says since when days count, and passes over what it is told of that`() async throws {
        try await API.serving { api in
            let environment = api.environment.id.description
            let told = #"{"after_clean_days":30,"percent":150,"first_clean_day_at":"2001-01-01T00:00:00Z"}"#
            let made = try await api.send(.post, "/v1/keys", self.body(told, environment: environment))
            #expect(made.status == 201, "\(made.text)")
            #expect(made.text.contains(#""after_clean_days":30,"percent":150"#))
            #expect(made.text.contains(#""raised_at""#) && !made.text.contains("2001-01-01"))
        }
    }

    @Test(arguments: [
        #"{"after_clean_days":0,"percent":150}"#, #"{"after_clean_days":3651,"percent":150}"#,
        #"{"after_clean_days":30,"percent":99}"#, #"{"after_clean_days":30,"percent":10001}"#,
        #"{"after_clean_days":30}"#, #"{"percent":150}"#, #"{"after_clean_days":30,"percent":150,"days":1}"#, "30",
    ])
    func `absurd numbers are refused`(trusted: String) async throws {
        try await API.serving { api in
            let body = self.body(trusted, environment: api.environment.id.description)
            let answer = try await api.send(.post, "/v1/keys", body)
            #expect(answer.status == 400)
        }
    }

    @Test func `a limit that keys share, and one of a policy, are not raised by trust`() async throws {
        try await API.serving { api in
            let environment = api.environment.id.description
            let trusted = #"{"after_clean_days":30,"percent":150}"#
            let shared = self.body(trusted, scope: "identity", environment: environment)
            let refused = try await api.send(.post, "/v1/keys", shared)
            #expect(refused.status == 400)
            let policy = try await api.send(.post, "/v1/policies", self.body(trusted, environment: environment))
            #expect(policy.status == 422)
            #expect(policy.text.contains("trust"))
        }
    }
}
