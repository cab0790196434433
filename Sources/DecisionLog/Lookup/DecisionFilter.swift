package import Admission
package import Keys

/// Which decisions a listing shows. What is not stated is not asked for.
package struct DecisionFilter: Sendable, Hashable {
    package var keyID: KeyID?
    package var ownerID: IdentityID?
    /// Name of a route.
    package var route: String?
    package var environment: String?
    package var status: UInt16?
    package var reason: Reason?
    package var address: IPAddress?
    /// Admitted only, or refused only.
    package var isAdmitted: Bool?
    package var since: WallTime?

    package init() {}

    func matches(_ record: DecisionRecord) -> Bool {
        Self.agrees(self.keyID, record.keyID) && Self.agrees(self.ownerID, record.ownerID)
            && Self.agrees(self.route, record.route.text) && Self.agrees(self.environment, record.environment.text)
            && Self.agrees(self.status, record.status) && Self.agrees(self.reason, record.reason)
            && Self.agrees(self.address, record.address) && Self.agrees(self.isAdmitted, record.isAdmitted)
            && self.since.map { record.at >= $0 } ?? true
    }

    private static func agrees<Value: Equatable>(_ wanted: Value?, _ found: Value?) -> Bool {
        wanted == nil || wanted == found
    }
}
