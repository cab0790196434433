import Testing

@testable import gatehouse

@Suite struct LimitTextTests {
    @Test func `a window alone is a sliding window`() {
        #expect(
            LimitText(argument: "100/1m")?.document.encoded
                == #"{"algorithm":"sliding_window","name":"default","windows":[{"limit":100,"window_seconds":60}]}"#)
    }

    @Test func `several windows hold together under a name`() {
        #expect(
            LimitText(argument: "api=10/1s,1000/1h")?.document.encoded
                == #"{"algorithm":"sliding_window","name":"api","windows":[{"limit":10,"window_seconds":1},{"limit":1000,"window_seconds":3600}]}"#
        )
    }

    @Test func `a burst makes a token bucket`() {
        let document = LimitText(argument: "steady=50/1s+200")?.document
        #expect(document?["algorithm"] == "token_bucket")
        #expect(document?["burst"] == 200)
    }

    @Test func `a limit may be raised by trust`() {
        #expect(
            LimitText(argument: "api=100/1m^150%/30d")?.document.encoded
                == #"{"algorithm":"sliding_window","name":"api","trusted":{"after_clean_days":30,"percent":150},"windows":[{"limit":100,"window_seconds":60}]}"#
        )
        #expect(LimitText(argument: "9/month^200%/1d")?.document["trusted"]?["percent"] == 200)
    }

    @Test(arguments: [
        "1/1s^", "1/1s^150", "1/1s^150%", "1/1s^150%/30", "1/1s^99%/30d", "1/1s^150%/0d", "1/1s^150%/3651d",
        "1/1s^10001%/1d", "1/1s^150%/30d/1", "1/1s^-150%/30d", "^150%/30d",
        "", "=1/1s", "a=", "1", "1/", "/1s", "0/1s", "1/0", "1/32d", "1000000001/1s", "1/1s,",
        "1/1s,1/1s,1/1s,1/1s,1/1s",
        "1/1s+", "1/1s+0", "1/1s,1/1m+5", "1/1s+5+5", "-1/1s",
    ])
    func `anything else is refused`(text: String) {
        #expect(LimitText(argument: text) == nil)
    }
}
