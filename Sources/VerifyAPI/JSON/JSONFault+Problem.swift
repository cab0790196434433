import JSONText

extension JSONFault {
    /// The `code` of the entry in a problem's `errors`, as on the admin API.
    var name: StaticString {
        switch self.code {
        case .unexpectedEnd, .valueExpected, .nameExpected, .colonExpected, .commaExpected, .unknownWord,
            .invalidNumber, .controlByte, .invalidEscape, .loneSurrogate, .invalidUTF8, .tooDeep, .trailingText:
            "malformed"
        case .objectExpected, .arrayExpected, .stringExpected, .integerExpected, .booleanExpected: "wrong_type"
        case .unknownMember: "unknown_member"
        case .repeatedMember, .repeatedName: "repeated"
        case .missingMember: "missing"
        case .tooLong, .tooShort, .outOfRange, .numberOutOfRange, .tooMany, .tooManyMembers: "out_of_range"
        case .notAllowed: "unknown_value"
        }
    }
}
