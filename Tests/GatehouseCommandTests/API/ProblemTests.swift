import Testing

@testable import gatehouse

@Suite struct ProblemTests {
    private let text = """
        {"type":"/docs/errors/request_invalid","title":"Invalid","status":400,"code":"request_invalid",\
        "detail":"The name is too long.","fix":"shorten it","request_id":"req_1",\
        "errors":[{"pointer":"#/name","detail":"at most 128","code":"too_long"}],\
        "required_permissions":[["keys:write"],["keys:admin","x:y"]]}
        """

    @Test func `a person reads what, where, what to do and how to look it up`() throws {
        let problem = try #require(Problem(parsing: Array(self.text.utf8)))
        #expect(
            problem.lines == [
                "error: The name is too long.", "  #/name: at most 128", "needs: keys:write, or keys:admin and x:y",
                "fix: shorten it", "request: req_1",
            ])
    }

    @Test func `a fault that the sentence names is told once`() throws {
        let one = """
            {"code":"invalid_request","title":"Not valid","detail":"#/name: at most 128",\
            "errors":[{"pointer":"#/name","detail":"at most 128"}]}
            """
        #expect(try #require(Problem(parsing: Array(one.utf8))).lines == ["error: #/name: at most 128"])
        let rule = """
            {"code":"rule_violated","title":"No","detail":"Not as they must be: /name: is taken.",\
            "errors":[{"pointer":"#/name","detail":"is taken"}]}
            """
        #expect(
            try #require(Problem(parsing: Array(rule.utf8))).lines == ["error: Not as they must be: /name: is taken."])
        let two = """
            {"code":"invalid_request","title":"Not valid","detail":"#/a: x","errors":[{"pointer":"#/a","detail":"x"},\
            {"pointer":"#/b","detail":"y"}]}
            """
        #expect(
            try #require(Problem(parsing: Array(two.utf8))).lines == ["error: Not valid", "  #/a: x", "  #/b: y"])
    }

    @Test func `what to do never points a person at a member that is not shown`() throws {
        let one = """
            {"code":"rule_violated","title":"No","detail":"/name: is taken.","fix":"mend what `errors` points at",\
            "errors":[{"pointer":"#/name","detail":"is taken"}]}
            """
        #expect(try #require(Problem(parsing: Array(one.utf8))).lines == ["error: /name: is taken."])
        let two = """
            {"code":"rule_violated","title":"No","detail":"#/a: x","fix":"mend what `errors` points at",\
            "errors":[{"pointer":"#/a","detail":"x"},{"pointer":"#/b","detail":"y"}]}
            """
        #expect(
            try #require(Problem(parsing: Array(two.utf8))).lines
                == ["error: No", "  #/a: x", "  #/b: y", "fix: mend what is listed above"])
    }

    @Test func `the document is kept whole`() throws {
        let problem = try #require(Problem(parsing: Array(self.text.utf8)))
        #expect(problem.document == JSONValue(parsing: Array(self.text.utf8)))
        #expect(CommandFailure(problem, httpStatus: 400).status == .malformedInput)
    }

    @Test(arguments: ["", "[]", "{}", "<html>", #"{"code":1}"#])
    func `what is not a problem document is none`(text: String) {
        #expect(Problem(parsing: Array(text.utf8)) == nil)
    }

    @Test func `no answer of a server can drive the terminal`() throws {
        let problem = Problem(code: "x", detail: "a\u{1B}]0;title\u{7}")
        #expect(problem.lines == ["error: a\u{FFFD}]0;title\u{FFFD}"])
    }
}
