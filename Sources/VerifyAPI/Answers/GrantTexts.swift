import Admission
import HTTPMachines
import Keys

/// The rights of keys as answers say them, written once for each set and remembered by the loop.
struct GrantTexts {
    /// Most sets remembered, and the longest header value.
    static let most = 1_024
    static let longestField = 4_096

    /// The forms of one set. It is kept beside them: its address must not be given to another one meanwhile.
    final class Forms {
        let set: GrantSet
        /// A JSON array of our own notation: `["documents:read"]`.
        let native: [UInt8]
        /// The same in Unkey's notation: `["documents.read"]`.
        let dotted: [UInt8]
        /// A JSON array of role names.
        let roles: [UInt8]
        /// A List of Strings (RFC 9651).
        let field: [UInt8]

        init(_ set: GrantSet) {
            self.set = set
            let names = set.permissionNames
            self.native = Self.array(names)
            self.dotted = Self.array(names.map(Self.dotted))
            self.roles = Self.array(set.roleNames)
            self.field = StructuredFields.list(of: names, longest: GrantTexts.longestField)
        }

        /// `billing/invoices:read` as `billing.invoices.read`.
        private static func dotted(_ name: String) -> String {
            String(name.map { $0 == "/" || $0 == ":" ? "." : $0 })
        }

        private static func array(_ names: [String]) -> [UInt8] {
            var text: [UInt8] = [0x5b]
            for name in names {
                if text.count > 1 { text.append(0x2c) }
                text.writeJSONString(name)
            }
            text.append(0x5d)
            return text
        }
    }

    private var known: [ObjectIdentifier: Forms] = [:]

    /// The forms of a set.
    mutating func of(_ set: GrantSet) -> Forms {
        if let found = self.known[ObjectIdentifier(set)] { return found }
        if self.known.count >= Self.most { self.known.removeAll(keepingCapacity: true) }
        let forms = Forms(set)
        self.known[ObjectIdentifier(set)] = forms
        return forms
    }
}
