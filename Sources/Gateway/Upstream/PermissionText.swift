import Admission
import HTTPMachines
import Keys

/// The values of `Gatehouse-Permissions`, each a List of Strings (RFC 9651), written once for each set of rights and remembered by the loop.
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
        let text = StructuredFields.list(of: set.permissionNames, longest: Self.longest)
        self.known[ObjectIdentifier(set)] = (set, text)
        return text
    }

    /// A new snapshot may hold other sets.
    mutating func forgetAll() { self.known.removeAll(keepingCapacity: true) }
}
