/// Work that time brings about and that is done once: how far it has come is remembered under this name.
package enum MaintenanceMark: String, Sendable, CaseIterable, Hashable {
    /// Rotations that ended by themselves have an audit entry up to this moment.
    case rotationsNoted = "rotations_noted"
}
