/// Why a text is refused, and where in it.
package struct JSONFault: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable, CaseIterable {
        // The text is no JSON (RFC 8259), or readers disagree about it.
        case unexpectedEnd, valueExpected, nameExpected, colonExpected, commaExpected, unknownWord, invalidNumber
        case controlByte, invalidEscape, loneSurrogate, invalidUTF8, tooDeep, trailingText
        // It is JSON, and not what was asked for.
        case objectExpected, arrayExpected, stringExpected, integerExpected, booleanExpected
        case unknownMember, repeatedMember, missingMember, repeatedName, tooManyMembers
        case tooLong, tooShort, outOfRange, numberOutOfRange, tooMany, notAllowed
    }

    package let code: Code
    /// Offset in bytes.
    package let offset: Int

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// For the person who wrote the text.
    package var message: StaticString {
        switch self.code {
        case .unexpectedEnd: "the JSON text ends too early"
        case .valueExpected: "no JSON value begins like this"
        case .nameExpected: "a member's name in double quotes is missing"
        case .colonExpected: "a colon is missing"
        case .commaExpected: "a comma, or the end of the object or array, is missing"
        case .unknownWord: "a word is none of true, false and null"
        case .invalidNumber: "a number is not written as JSON writes it"
        case .controlByte: "a control character stands in a string"
        case .invalidEscape: "an escape is not one of JSON's"
        case .loneSurrogate: "an escape is half a surrogate pair"
        case .invalidUTF8: "the text is not UTF-8"
        case .tooDeep: "values are nested deeper than 32"
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
        case .tooManyMembers: "an object has too many members"
        case .tooLong: "is too long"
        case .tooShort: "is too short"
        case .outOfRange: "is out of range"
        case .numberOutOfRange: "a number is out of range"
        case .tooMany: "has too many elements"
        case .notAllowed: "is none of the allowed values"
        }
    }
}
