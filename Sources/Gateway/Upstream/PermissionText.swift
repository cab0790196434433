import Admission
import HTTPMachines
import Keys

/// The values of `Gatehouse-Permissions`, written once for each set of rights and remembered by the loop.
struct PermissionText {
    /// Longest value in bytes; what does not fit is left out, which can only make an upstream stricter.
    static let longest = 4_096
    /// Most sets remembered.
    static let most = 1_024

    /// The set is kept beside its text: its address must not be given to another one meanwhile.
    private var known: [ObjectIdentifier: (set: GrantSet, text: [UInt8])] = [:]

    /// The header value for the set; empty when it grants nothing that can be said.
    mutating func of(_ set: GrantSet) -> [UInt8] {
        if let found = self.known[ObjectIdentifier(set)] { return found.text }
        if self.known.count >= Self.most { self.known.removeAll(keepingCapacity: true) }
        let text = Self.write(set.grants)
        self.known[ObjectIdentifier(set)] = (set, text)
        return text
    }

    /// A new snapshot may hold other sets.
    mutating func forgetAll() { self.known.removeAll(keepingCapacity: true) }

    /// A List of Strings (RFC 9651). Where something is denied only concrete permissions that hold are named: a reader of
    /// a pattern would not know of the exception.
    static func write(_ grants: Grants) -> [UInt8] {
        var names = grants.allowed.map(\.description)
        if !grants.denied.isEmpty { names = names.filter { Permission($0).map(grants.permit) ?? false } }
        var text: [UInt8] = []
        for name in names {
            guard text.count + name.utf8.count + 4 <= Self.longest else { break }
            if !text.isEmpty { text += [0x2c, 0x20] }
            StructuredFields.appendString(name.utf8, to: &text)
        }
        return text
    }
}
