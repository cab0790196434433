import HTTPMachines
import KeyManagement
import Keys

/// Reads the members of a JSON object and collects every fault, so that a caller mends them all at once.
///
/// Absent means unset; `null` is taken only by `patch`, where it says "none, on purpose" (RFC 7396). `finish` refuses
/// members nobody asked for and names the nearest one that exists.
struct ObjectReader {
    /// Most faults reported at once.
    static let mostFaults = 50

    private let pointer: String
    private let members: [JSONMember]
    private var known: [String] = []
    private(set) var faults: [FieldFault] = []

    /// Begins to read `value`, which lies at `pointer` in the request body.
    init(_ value: JSONValue, at pointer: String = "#") throws(FieldFaults) {
        guard case .object(let members) = value else {
            throw .init(pointer, .wrongType, "an object is wanted, not \(value.kind)")
        }
        self.pointer = pointer
        self.members = members
    }

    /// The member's value; `nil` when it is absent.
    mutating func optional<Value>(_ name: String, _ field: Field<Value>) -> Value? {
        guard let value = self.member(name) else { return nil }
        guard value != .null else {
            self.fault(name, .nullNotAllowed, "leave the member out instead of setting it to null")
            return nil
        }
        return self.read(value, name, field)
    }

    /// A member that must be there.
    mutating func required<Value>(_ name: String, _ field: Field<Value>) -> Required<Value> {
        guard let value = self.member(name) else {
            self.fault(name, .missing, "the member is required")
            return .init(value: nil)
        }
        return .init(value: self.read(value, name, field))
    }

    /// A member of a merge patch that cannot be taken away.
    mutating func change<Value>(_ name: String, _ field: Field<Value>) -> Value? { self.optional(name, field) }

    /// A member of a merge patch: absent leaves it, `null` removes it.
    mutating func patch<Value: Sendable>(_ name: String, _ field: Field<Value>) -> Patch<Value> {
        guard let value = self.member(name) else { return .absent }
        if value == .null { return .null }
        return self.read(value, name, field).map(Patch.value) ?? .absent
    }

    /// Notes a fault that lies between members.
    mutating func fault(_ name: String, _ code: FieldFault.Code, _ detail: String) {
        self.faults.append(.init(pointer: Self.join(self.pointer, name), code: code, detail: detail))
    }

    /// Whether the member is there, `null` included.
    func has(_ name: String) -> Bool { self.members.contains { $0.name == name } }

    /// Ends the reading.
    mutating func finish() throws(FieldFaults) {
        for member in self.members where !self.known.contains(member.name) {
            // Finding the nearest name costs time that the sender chooses; what is not told is not looked for.
            guard self.faults.count < Self.mostFaults else { break }
            let nearest = NearestName.of(member.name, among: self.known)
            let hint = nearest.map { "; did you mean “\($0)”?" } ?? ""
            self.fault(member.name, .unknownMember, "there is no such member" + hint)
        }
        guard self.faults.isEmpty else { throw .init(Array(self.faults.prefix(Self.mostFaults))) }
    }

    private mutating func member(_ name: String) -> JSONValue? {
        self.known.append(name)
        return self.members.first { $0.name == name }?.value
    }

    private mutating func read<Value>(_ value: JSONValue, _ name: String, _ field: Field<Value>) -> Value? {
        do throws(FieldFaults) {
            return try field.read(value, Self.join(self.pointer, name))
        } catch {
            self.faults += error.faults
            return nil
        }
    }

    /// Appends a reference token to a pointer, escaped as RFC 6901 wants it and cut to 64 characters.
    static func join(_ pointer: String, _ name: String) -> String {
        var token = ""
        for scalar in name.unicodeScalars.prefix(64) {
            switch scalar {
            case "~": token += "~0"
            case "/": token += "~1"
            case "%", "\"", "\\", "^", "`", "{", "|", "}", "<", ">", " ", "#":
                token += PercentCoding.encode(String(scalar))
            default:
                token +=
                    scalar.value < 0x21 || scalar.value > 0x7e ? PercentCoding.encode(String(scalar)) : String(scalar)
            }
        }
        return pointer + "/" + token
    }
}

/// A required member once read. Its value exists whenever `ObjectReader.finish` did not throw.
struct Required<Value> {
    fileprivate let value: Value?

    func get() throws(FieldFaults) -> Value {
        guard let value = self.value else { throw .init("#", .missing, "a required member is missing") }
        return value
    }
}
