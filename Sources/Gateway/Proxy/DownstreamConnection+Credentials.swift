import Admission
import HTTPMachines
import Keys
import VerifyAPI

/// Phase 4, identify: the one credential of a request, and which field lines must not go on because they hold one.
extension DownstreamConnection {
    /// What was presented, where the token lies, and the lines to leave out.
    func findCredential(
        _ span: Span<UInt8>, _ rules: RouteRules
    ) -> (presented: Presented, token: Range<Int>, drops: FieldDrops) {
        var drops = FieldDrops(kinds: [])
        if let query = self.head.query, !query.isEmpty, let found = TokenSearch.through(query, of: span) {
            // When it is a live secret, the record names the key: its owner must learn that it lies in logs.
            self.record.note(found.withToken { self.loop.pipeline.keyExposed(by: $0, on: rules) })
            return (.inQuery, 0..<0, drops)
        }
        var scan = CredentialScan()
        for index in 0..<self.fields.count {
            let field = self.fields[index]
            let name = span.extracting(field.name.offsets)
            if rules.isLookalike(name) { drops.insert(index) }
            guard rules.mayBeSource(nameLength: name.count) else { continue }
            let value = span.extracting(field.value.offsets)
            scan.see(field: index, name: name, value: value, sources: rules.sources)
            if !rules.requiresKey, Self.isToken(name, value, rules) { drops.insert(index) }
        }
        switch scan.outcome {
        case .missing: return (.missing, 0..<0, drops)
        case .ambiguous: return (.ambiguous, 0..<0, drops)
        case .found(let field, let offset):
            if rules.requiresKey { drops.insert(field) }
            let value = self.fields[field].value.offsets
            return (.token, (value.lowerBound + offset)..<value.upperBound, drops)
        }
    }

    /// Whether a field that is a source holds one of our tokens. On a route that asks for no key all others are the
    /// application's, such as a user's token in `Authorization`.
    private static func isToken(_ name: Span<UInt8>, _ value: Span<UInt8>, _ rules: RouteRules) -> Bool {
        guard let offset = CredentialScan.tokenOffset(name: name, value: value, sources: rules.sources) else {
            return false
        }
        return TokenParts(value.extracting(offset..<value.count)) != nil
    }
}
