/// Work that time brings about and that is done once: how far it has come is remembered under this name.
///
/// A mark goes back only where time was taken back.
package enum MaintenanceMark: String, Sendable, CaseIterable, Hashable {
    /// Rotations that ended by themselves have an audit entry up to this moment.
    case rotationsNoted = "rotations_noted"
    /// A server has run up to this moment, as its monotonic clock tells it.
    case evenTime = "even_time"
}
