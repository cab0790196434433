import Admission
import HTTPMachines

/// Phases 4 to 8 of the request at hand, and what its record says of them.
extension DownstreamConnection {
    /// What admission says. A second key is looked for only when a policy has asked for one.
    func verdict(
        _ span: Span<UInt8>, on rules: RouteRules, _ presented: Presented, _ token: Range<Int>
    ) -> Verdict {
        let token = span.extracting(token)
        let request = self.admissionRequest(span, on: rules)
        var verdict = self.loop.pipeline.judge(
            request, on: rules, presenting: presented, token: token)
        if case .refuse(let refusal) = verdict, refusal.reason == .secondKeyRequired, let second = self.secondKey(span)
        {
            verdict = self.loop.pipeline.judge(
                request, on: rules, token: token, secondKey: span.extracting(second))
        }
        self.record.note(self.loop.pipeline.rules)
        return verdict
    }

    /// Where the one second key of the request lies; `nil` when there is none, or more than one.
    private func secondKey(_ span: Span<UInt8>) -> Range<Int>? {
        var found: Range<Int>?
        for index in 0..<self.fields.count {
            let field = self.fields[index]
            guard span.extracting(field.name.offsets).equalsIgnoringCase(SecondKey.field) else { continue }
            guard found == nil else { return nil }
            found = field.value.offsets
        }
        return found
    }
}
