import Admission
import Foundation
import VerifyAPI

/// An answer taken apart.
struct VerifyReply {
    var outcome: VerifyOutcome?
    var status = 0
    /// By name in lower case.
    var fields: [String: String] = [:]
    var body = ""
    var decisions: [VerifyDecision] = []
    /// What the rules said, by decision.
    var rules: [RuleTrace] = []

    init() {}

    init(outcome: VerifyOutcome, _ answer: borrowing VerifyAnswer) {
        self.outcome = outcome
        self.decisions = answer.decisions
        for decision in answer.decisions {
            var rules = RuleTrace()
            if let index = decision.rules { answer.traces.withTrace(index) { rules.assign($0) } }
            self.rules.append(rules)
        }
        self.status = Int(answer.status)
        let text = String(decoding: answer.bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return }
        self.body = String(text[end.upperBound...])
        for line in text[..<end.lowerBound].components(separatedBy: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            self.fields[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
        }
    }

    /// The body read by a JSON reader that is not ours.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(self.body.utf8))) as? [String: Any] ?? [:]
    }

    func text(_ name: String) -> String? { self.json[name] as? String }
    func flag(_ name: String) -> Bool? { self.json[name] as? Bool }
    func number(_ name: String) -> Int? { self.json[name] as? Int }
    var code: String { self.text("code") ?? "" }
}
