/// A problem document (RFC 9457) with the members the admin API adds.
struct Problem: Hashable, Sendable {
    /// The whole document, as received or as made here.
    let document: JSONValue

    /// A document the server sent; `nil` unless it is an object with a `code`.
    init?(parsing bytes: [UInt8]) {
        guard let document = JSONValue(parsing: bytes), document["code"]?.string != nil else { return nil }
        self.document = document
    }

    /// A document of our own.
    init(code: String, detail: String, fix: String? = nil) {
        self.document = .members([
            "type": "about:blank", "code": .string(code), "detail": .string(detail), "fix": fix.map(JSONValue.string),
        ])
    }

    var code: String { self.document["code"]?.string ?? "" }

    /// What a person reads on stderr: what happened, where, what to do, and how to look it up.
    var lines: [String] {
        var lines = ["error: " + self.sentence]
        lines += self.faults.prefix(20).map { "  " + $0 }
        if let permissions = self.document["required_permissions"]?.array, !permissions.isEmpty {
            let ways = permissions.map { way in (way.array ?? [way]).compactMap(\.string).joined(separator: " and ") }
            lines.append("needs: " + ways.joined(separator: ", or "))
        }
        if let fix = self.fix { lines.append("fix: " + fix) }
        if let request = self.document["request_id"]?.string { lines.append("request: " + request) }
        return lines.map(PlainText.oneLine)
    }

    /// What to do. A member that programs read is not there for a person: its entries are the lines above.
    private var fix: String? {
        guard let fix = self.document["fix"]?.string, fix.contains("`errors`") else {
            return self.document["fix"]?.string
        }
        return self.faults.isEmpty ? nil : "mend what is listed above"
    }

    /// What happened. The server's `detail` names the first fault; the list below names them all, so the title goes first
    /// where there are more.
    private var sentence: String {
        let title = self.document["title"]?.string
        if self.faults.count > 1, let title { return title }
        return self.document["detail"]?.string ?? title ?? self.code
    }

    /// What is wrong where, unless the sentence says it already.
    private var faults: [String] {
        let faults = (self.document["errors"]?.array ?? []).compactMap { entry -> String? in
            guard let detail = entry["detail"]?.string else { return nil }
            return "\(entry["pointer"]?.string ?? "#"): \(detail)"
        }
        let detail = self.document["detail"]?.string ?? ""
        return faults.count == 1 && Self.says(detail, faults[0]) ? [] : faults
    }

    /// Pointers are told with and without the `#` of a URI fragment.
    private static func says(_ detail: String, _ fault: String) -> Bool {
        detail.contains(fault.hasPrefix("#") ? String(fault.dropFirst()) : fault)
    }
}
