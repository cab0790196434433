/// What a route changes in the fields of a head that goes through: which lines it leaves out, and which it puts in.
///
/// Fields that frame a message, hold a credential or say who somebody is are not a route's to change, in either direction.
package struct FieldRewrite: Sendable, Hashable {
    /// Which way the head goes.
    package enum Direction: Sendable {
        case request, response
    }

    /// Most fields that are set, added and removed.
    package static let mostFields = 64
    package static let longestName = 128
    package static let longestValue = 4_096

    /// Names of lines that are left out, in lower case with `-` for every symbol.
    private let removed: [[UInt8]]
    /// Whole lines that are put in.
    package let lines: [UInt8]

    /// `set` is put in, in the place of every line of that name; `add` beside what is there; `remove` is left out. `guarded`
    /// are names beyond the well-known ones that may not be changed, such as a route's own credential fields.
    package init(
        _ direction: Direction, set: [(name: String, value: String)] = [], add: [(name: String, value: String)] = [],
        remove: [String] = [], guarding guarded: [String] = []
    ) throws(RewriteError) {
        guard set.count + add.count + remove.count <= Self.mostFields else {
            throw RewriteError("changes more than \(Self.mostFields) fields")
        }
        let folded = guarded.map { Self.folded(Array($0.utf8)) }
        for name in set.map(\.name) + add.map(\.name) + remove { try Self.check(name, direction, folded) }
        self.removed = (set.map(\.name) + remove).map { Self.folded(Array($0.utf8)) }
        var lines: [UInt8] = []
        for (name, value) in set + add {
            try Self.check(value: value, of: name)
            lines += Array("\(name): \(value)\r\n".utf8)
        }
        self.lines = lines
    }

    /// Whether it changes nothing.
    package var isEmpty: Bool { self.removed.isEmpty && self.lines.isEmpty }

    /// Adds the lines that are left out to those that are not forwarded. A name counts with `_` or `.` as with `-`: a
    /// server that hands fields to programs as variables cannot tell them apart, and would read a client's line for ours.
    package func drop(from fields: borrowing FieldTable, of bytes: Span<UInt8>, into drops: inout FieldDrops) {
        guard !self.removed.isEmpty else { return }
        for index in 0..<fields.count where self.removes(fields[index].name, of: bytes) { drops.insert(index) }
    }

    private func removes(_ name: ByteRange, of bytes: Span<UInt8>) -> Bool {
        for removed in self.removed where removed.count == Int(name.count) {
            var index = 0
            while index < removed.count, Self.folded(bytes[name.lowerBound + index]) == removed[index] { index += 1 }
            if index == removed.count { return true }
        }
        return false
    }

    // MARK: What may be changed

    private static func check(
        _ name: String, _ direction: Direction, _ guarded: [[UInt8]]
    ) throws(RewriteError) {
        let bytes = Array(name.utf8)
        guard (1...Self.longestName).contains(bytes.count), bytes.allSatisfy({ ByteClass.isToken($0) }) else {
            throw RewriteError("'\(name)' is no field name")
        }
        let range = ByteRange(start: 0, end: bytes.count)
        // As it is written, and as a program behind the upstream may read it.
        let folded = Self.folded(bytes)
        let kinds = [FieldNames.known(bytes.span, range), FieldNames.known(folded.span, range)]
        let fixed = direction == .request ? KnownFieldSet.fixedInRequests : .fixedInResponses
        guard !kinds.contains(where: { fixed.contains($0) }), !guarded.contains(folded) else {
            throw RewriteError(
                "'\(name)' frames messages, holds a credential or says who somebody is: it is not changed")
        }
    }

    private static func check(value: String, of name: String) throws(RewriteError) {
        let bytes = Array(value.utf8)
        let isValue =
            bytes.count <= Self.longestValue && bytes.allSatisfy { ByteClass.isVisible($0) || $0 == 0x20 }
            && bytes.first != 0x20 && bytes.last != 0x20
        guard isValue else {
            throw RewriteError("the value of '\(name)' must be at most \(Self.longestValue) printing ASCII characters")
        }
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] { bytes.map(Self.folded) }

    private static func folded(_ byte: UInt8) -> UInt8 { ByteText.foldedSymbol(byte) }
}

extension KnownFieldSet {
    /// Framing, credentials and identity, in both directions.
    private static let fixed = KnownFieldSet.hopByHop.union(.clientClaims)
        .union(
            KnownFieldSet(
                .host, .contentLength, .trailer, .expect, .authorization, .apiKey, .wwwAuthenticate, .cookie,
                .setCookie, .requestID, .webSocket))

    /// What a route may not change in requests.
    package static let fixedInRequests = Self.fixed

    /// What a route may not change in responses: what we say of limits and keys, too.
    package static let fixedInResponses = Self.fixed.union(.limitFields).union(.lifecycleFields)
        .union(KnownFieldSet(.strictTransportSecurity))
}
