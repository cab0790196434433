/// One weakness `doctor` names, with its cure.
package struct AdminFinding: Hashable, Sendable {
    /// How bad it is, the least first.
    package enum Severity: String, Sendable, CaseIterable {
        case notice, warning, critical
    }

    /// Stable, `[a-z0-9_]`: `root_key_in_data_folder`.
    package let kind: String
    package let severity: Severity
    /// What is weak, in one sentence.
    package let title: String
    /// The id or path it is about, when there is one.
    package let subject: String?
    /// What to do.
    package let cure: String

    package init(kind: String, severity: Severity, title: String, subject: String? = nil, cure: String) {
        self.kind = kind
        self.severity = severity
        self.title = title
        self.subject = subject
        self.cure = cure
    }

    var document: JSONValue {
        .members([
            "kind": .string(self.kind), "severity": .string(self.severity.rawValue), "title": .string(self.title),
            "subject": self.subject.map(JSONValue.string), "cure": .string(self.cure),
        ])
    }
}
