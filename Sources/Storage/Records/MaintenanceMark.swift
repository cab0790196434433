/// Work that time brings about and that is done once: how far it has come is remembered under this name.
package enum MaintenanceMark: String, Sendable, CaseIterable, Hashable {
    // How far time has come: they go back only where time was taken back.

    /// Rotations that ended by themselves have an audit entry up to this moment.
    case rotationsNoted = "rotations_noted"
    /// A server has run up to this moment, as its monotonic clock tells it.
    case evenTime = "even_time"
    /// Every use of a key before this moment is in the store: written while a rule about unused keys needs it.
    case usesKnown = "uses_known"

    // What stays.

    /// The latest time there was before time was taken back: nothing that is stored is dated behind it.
    case takenBackFrom = "taken_back_from"

    /// Those that tell how far time has come.
    package static let ofTime: [Self] = [.rotationsNoted, .evenTime, .usesKnown]
}
