/// Which end of the audit log a list begins at.
package enum AuditOrder: Sendable, Hashable, CaseIterable {
    case oldestFirst, newestFirst
}
