import Keys

/// How one value of a request is read: type, grammar and bounds in one place.
struct Field<Value>: Sendable {
    /// Reads the value that lies at the pointer.
    let read: @Sendable (JSONValue, String) throws(FieldFaults) -> Value
}

extension Field where Value == Bool {
    static var flag: Self {
        .init { value, pointer throws(FieldFaults) in
            guard case .bool(let flag) = value else {
                throw .init(pointer, .wrongType, "true or false is wanted, not \(value.kind)")
            }
            return flag
        }
    }
}

extension Field where Value == UInt32 {
    /// A whole number within the bounds.
    static func integer(_ range: ClosedRange<UInt32>) -> Self {
        .init { value, pointer throws(FieldFaults) in
            switch value {
            case .integer(let number):
                guard let number = UInt32(exactly: number), range.contains(number) else {
                    throw .init(pointer, .outOfRange, "\(range.lowerBound) to \(range.upperBound) is wanted")
                }
                return number
            case .number: throw .init(pointer, .outOfRange, "a whole number is wanted")
            default: throw .init(pointer, .wrongType, "a number is wanted, not \(value.kind)")
            }
        }
    }
}

extension Field where Value == String {
    /// Text of 1 to `longest` characters on one line, without a space at either end. Which characters are printable is
    /// for the control plane to say.
    static func text(_ longest: Int) -> Self {
        .init { value, pointer throws(FieldFaults) in
            let text = try Self.string(value, pointer)
            let scalars = Array(text.unicodeScalars)
            guard (1...longest).contains(scalars.count) else {
                throw .init(pointer, .outOfRange, "1 to \(longest) characters are wanted")
            }
            let isPlain = scalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
            guard isPlain, !Self.isSpace(scalars.first), !Self.isSpace(scalars.last) else {
                throw .init(pointer, .malformed, "control characters, and spaces at the ends, are not allowed")
            }
            return text
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar?) -> Bool { scalar == " " || scalar == "\u{a0}" }

    /// The name of a project, environment or role.
    static var label: Self { .grammar(Slug.grammar, Slug.isSlug) }

    /// The tag of an environment: `[a-z0-9]{1,16}`.
    static var tokenTag: Self { .grammar("1 to 16 of a-z 0-9", Token.isTag) }

    /// A label of a key, a limit or a piece of metadata: `[A-Za-z0-9._:/@-]`, at most `longest`.
    static func word(_ longest: Int) -> Self {
        .grammar("1 to \(longest) of A-Z a-z 0-9 . _ : / @ -") { text in
            (1...longest).contains(text.utf8.count)
                && text.utf8.allSatisfy { Base62.contains($0) || Array("._:/@-".utf8).contains($0) }
        }
    }

    /// The name of a limit: it appears in `RateLimit` fields.
    static var limitName: Self { .grammar(LimitPolicy.nameGrammar, LimitPolicy.isName) }

    private static func grammar(_ wanted: String, _ holds: @escaping @Sendable (String) -> Bool) -> Self {
        .init { value, pointer throws(FieldFaults) in
            let text = try Self.string(value, pointer)
            guard holds(text) else { throw .init(pointer, .malformed, "\(wanted) is wanted") }
            return text
        }
    }

    static func string(_ value: JSONValue, _ pointer: String) throws(FieldFaults) -> String {
        guard case .string(let text) = value else {
            throw .init(pointer, .wrongType, "a string is wanted, not \(value.kind)")
        }
        return text
    }
}

extension Field where Value == WallTime {
    /// RFC 3339, any offset. What lies before 1970 is read as 1970: long past either way.
    static var time: Self {
        .init { value, pointer throws(FieldFaults) in
            let text = try Field<String>.string(value, pointer)
            guard let time = WallTime(rfc3339: text) else {
                throw .init(pointer, .malformed, "an RFC 3339 time such as 2026-12-01T00:00:00Z is wanted")
            }
            return max(min(time, .distantFuture), .distantPast)
        }
    }
}

extension Field {
    /// Text with a grammar of its own.
    static func parsed(_ wanted: String, _ parse: @escaping @Sendable (String) -> Value?) -> Self {
        .init { value, pointer throws(FieldFaults) in
            let text = try Field<String>.string(value, pointer)
            guard let result = parse(text) else { throw .init(pointer, .malformed, "\(wanted) is wanted") }
            return result
        }
    }

    /// An object read by a function of its own.
    static func object(_ read: @escaping @Sendable (JSONValue, String) throws(FieldFaults) -> Value) -> Self {
        .init(read: read)
    }

    /// At most `most` values of one kind; no value twice.
    static func list<Item: Hashable & Sendable>(_ most: Int, of field: Field<Item>) -> Self where Value == [Item] {
        .init { value, pointer throws(FieldFaults) in
            guard case .array(let values) = value else {
                throw .init(pointer, .wrongType, "an array is wanted, not \(value.kind)")
            }
            guard values.count <= most else { throw .init(pointer, .outOfRange, "at most \(most) values are allowed") }
            var items: [Item] = []
            var seen: Set<Item> = []
            for (index, value) in values.enumerated() {
                let item = try field.read(value, "\(pointer)/\(index)")
                guard seen.insert(item).inserted else {
                    throw .init("\(pointer)/\(index)", .repeated, "the value is repeated")
                }
                items.append(item)
            }
            return items
        }
    }
}

extension Field where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the words of a closed set; the nearest one is named when it is another.
    static var choice: Self { .choice(of: Array(Value.allCases)) }

    static func choice(of cases: [Value]) -> Self {
        .init { value, pointer throws(FieldFaults) in
            let text = try Field<String>.string(value, pointer)
            let words = cases.map(\.rawValue)
            guard let index = words.firstIndex(of: text) else {
                let hint = NearestName.of(text, among: words).map { "; did you mean “\($0)”?" } ?? ""
                throw .init(pointer, .unknownValue, "one of \(words.joined(separator: ", ")) is wanted" + hint)
            }
            return cases[index]
        }
    }
}

extension Field {
    /// An id with the prefix of its type.
    static func id<Kind: ObjectKind>() -> Self where Value == ObjectID<Kind> {
        .parsed("an id of the form \(Kind.prefix)_ and 16 of 0-9 A-Z a-z") { ObjectID<Kind>($0) }
    }

    static var permission: Field<PermissionPattern> {
        Field<PermissionPattern>.parsed("a permission such as documents:read or billing/*:write") {
            PermissionPattern($0)
        }
    }

    /// A CIDR range. What looks like one but has host bits set breaks a rule.
    static var networkRange: Field<NetworkRange> {
        .init { value, pointer throws(FieldFaults) in
            let text = try Field<String>.string(value, pointer)
            guard let range = NetworkRange(text) else {
                throw .init(pointer, .notAllowed, "a range such as 203.0.113.0/24 is wanted, host bits zero")
            }
            return range
        }
    }
}
