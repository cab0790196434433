/// What kind of value comes next, by its first byte.
package enum JSONKind: Hashable, Sendable {
    case object, array, string, number, boolean, null

    /// `nil` for a byte that begins no value.
    init?(_ byte: UInt8) {
        switch byte {
        case 0x7b: self = .object
        case 0x5b: self = .array
        case 0x22: self = .string
        case 0x2d, 0x30...0x39: self = .number
        case 0x74, 0x66: self = .boolean
        case 0x6e: self = .null
        default: return nil
        }
    }
}
