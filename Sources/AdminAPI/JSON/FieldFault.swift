/// One thing that is wrong with a request: an entry of `errors` in the problem body.
struct FieldFault: Hashable, Sendable {
    enum Code: String, Sendable, CaseIterable {
        case unknownMember = "unknown_member"
        case unknownParameter = "unknown_parameter"
        case missing
        case wrongType = "wrong_type"
        case nullNotAllowed = "null_not_allowed"
        case outOfRange = "out_of_range"
        case malformed
        case unknownValue = "unknown_value"
        /// Something that may stand once stands twice.
        case repeated
        /// Well-formed, but not together with another member.
        case conflict
        case notAllowed = "not_allowed"
    }

    /// A JSON pointer as a URI fragment (RFC 6901, section 6), or the name of a query parameter or header field.
    let pointer: String
    let code: Code
    let detail: String
}
