/// A refusal or failure as the caller sees it (RFC 9457).
struct Problem: Error, Sendable {
    let code: ProblemCode
    /// This occurrence in one sentence; `nil` when the title says it all.
    var detail: String?
    /// How to mend it, when more is known than the code tells.
    var fix: String?
    var faults: [FieldFault] = []
    /// Each inner list suffices.
    var requiredPermissions: [[String]] = []
    var retryAfterSeconds: Int?
    /// The methods a path allows, for 405.
    var allowedMethods: [String] = []
    /// What only the log learns.
    var logged: String?

    init(_ code: ProblemCode, _ detail: String? = nil) {
        self.code = code
        self.detail = detail
    }

    /// Members that a schema would pass but a rule does not (they do not go together, a range has host bits set) are told
    /// apart from those that are malformed.
    init(_ faults: FieldFaults) {
        let isRule = faults.faults.allSatisfy { $0.code == .conflict || $0.code == .notAllowed }
        self.init(isRule ? .ruleViolated : .requestInvalid, faults.faults.first.map { "\($0.pointer): \($0.detail)" })
        self.faults = faults.faults
    }

    /// The body, for the request of that id.
    func document(requestID: String) -> JSONValue {
        .members([
            "type": .string("/docs/errors/\(self.code.rawValue)"),
            "title": .string(self.code.title),
            "status": .integer(Int64(self.code.status)),
            "code": .string(self.code.rawValue),
            "detail": self.detail.map(JSONValue.string),
            "instance": .string("/v1/requests/\(requestID)"),
            "request_id": .string(requestID),
            "fix": .string(self.fix ?? self.code.fix),
            "errors": self.faults.isEmpty ? nil : .array(self.faults.map(\.document)),
            "required_permissions": self.requiredPermissions.isEmpty
                ? nil : .array(self.requiredPermissions.map(JSONValue.strings)),
        ])
    }
}

extension FieldFault {
    fileprivate var document: JSONValue {
        .members([
            "pointer": .string(self.pointer), "code": .string(self.code.rawValue), "detail": .string(self.detail),
        ])
    }
}
