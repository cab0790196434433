public import HTTPTypes

/// The key that came with a request, found as the gateway finds it: exactly one, in a listed field.
public enum KeyPresentation: Sendable {
    /// One key.
    case key(PresentedKey)
    /// None, or more than one: nobody is asked which of two keys was meant.
    case refused(Refusal)

    /// Looks for the key among the fields of a request.
    public init(in fields: HTTPFields, sources: [KeySource] = KeySource.standard) {
        var found: [String] = []
        for source in sources {
            found += fields[values: source.field].compactMap { source.key(in: $0) }
        }
        switch found.count {
        case 0: self = .refused(.init(code: .credentialMissing))
        case 1: self = .key(.init(found[0]))
        default: self = .refused(.init(code: .credentialAmbiguous))
        }
    }

    /// Removes every key from the fields, so that what handles, logs or forwards the request never sees one.
    public static func strip(_ fields: inout HTTPFields, sources: [KeySource] = KeySource.standard) {
        for source in sources {
            let kept = fields[values: source.field].filter { source.key(in: $0) == nil }
            fields[values: source.field] = kept
        }
    }
}
