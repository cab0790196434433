/// Why a body is refused, and where in it.
struct JSONFault: Error, Hashable, Sendable {
    enum Code: Hashable, Sendable, CaseIterable {
        // The text is no JSON (RFC 8259).
        case unexpectedEnd, unexpectedByte, controlByte, invalidEscape, invalidUTF8, invalidNumber, tooDeep
        case trailingText
        // It is JSON, and not what was asked for.
        case objectExpected, arrayExpected, stringExpected, integerExpected, booleanExpected
        case unknownMember, repeatedMember, missingMember, repeatedName
        case tooLong, tooShort, outOfRange, tooMany, notAllowed
    }

    let code: Code
    /// Offset in bytes.
    let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// Whether the bytes are JSON as far as they were read.
    var isSyntax: Bool {
        switch self.code {
        case .unexpectedEnd, .unexpectedByte, .controlByte, .invalidEscape, .invalidUTF8, .invalidNumber, .tooDeep,
            .trailingText:
            true
        default: false
        }
    }

    /// The `code` of the entry in a problem's `errors`, as on the admin API.
    var name: StaticString {
        switch self.code {
        case .unexpectedEnd, .unexpectedByte, .controlByte, .invalidEscape, .invalidUTF8, .invalidNumber, .tooDeep,
            .trailingText:
            "malformed"
        case .objectExpected, .arrayExpected, .stringExpected, .integerExpected, .booleanExpected: "wrong_type"
        case .unknownMember: "unknown_member"
        case .repeatedMember, .repeatedName: "repeated"
        case .missingMember: "missing"
        case .tooLong, .tooShort, .outOfRange, .tooMany: "out_of_range"
        case .notAllowed: "unknown_value"
        }
    }

    /// For the person who wrote the request.
    var message: StaticString {
        switch self.code {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte: "the text is not JSON"
        case .controlByte: "a control character stands in a string"
        case .invalidEscape: "an escape is not one of JSON's, or half a surrogate pair"
        case .invalidUTF8: "the text is not UTF-8"
        case .invalidNumber: "a number is not written as JSON writes it"
        case .tooDeep: "values are nested too deep"
        case .trailingText: "something follows the JSON value"
        case .objectExpected: "must be an object"
        case .arrayExpected: "must be an array"
        case .stringExpected: "must be a string"
        case .integerExpected: "must be an integer"
        case .booleanExpected: "must be true or false"
        case .unknownMember: "there is no such member"
        case .repeatedMember: "a member stands there twice"
        case .missingMember: "a required member is missing"
        case .repeatedName: "a name stands there twice"
        case .tooLong: "is too long"
        case .tooShort: "is too short"
        case .outOfRange: "is out of range"
        case .tooMany: "has too many elements"
        case .notAllowed: "is none of the allowed values"
        }
    }
}
