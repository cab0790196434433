/// Why a role cannot be stored.
package enum RoleObjection: Hashable, Sendable {
    case cycle
    case tooDeep
    case unknownRole(RoleID)
}
