import JSONText

/// The matches of a secret-scanning partner's report: a JSON array of `{"token", "type", "url", "source"}`.
///
/// Members that we do not know are passed over, because the reporter may add some. Read only what is signed.
package struct LeakMatches: Sendable {
    /// Most matches of one report: with the shortest tokens more than a body holds.
    package static let most = 10_000
    /// Longest token, and longest other text, in bytes.
    static let longestToken = 512
    static let longestText = 2_048

    /// One find.
    package struct Match: Sendable, Hashable {
        /// What was found. A secret, as long as its key lives.
        package let token: [UInt8]
        /// What the reporter calls this kind of token.
        package let type: String
        /// Where it was found; may be empty.
        package let url: String
        /// In what kind of place (`commit`, `gist_content`); `unknown` when the reporter does not say.
        package let source: String
    }

    package private(set) var matches: [Match] = []

    /// Reads a report; `nil` when it is none.
    package init?(_ body: [UInt8]) {
        do throws(JSONFault) {
            try self.read(body.span)
        } catch {
            return nil
        }
    }

    private mutating func read(_ bytes: Span<UInt8>) throws(JSONFault) {
        var reader = JSONReader()
        try reader.beginArray(bytes)
        var isFirst = true
        while try reader.nextElement(bytes, isFirst: &isFirst) {
            guard self.matches.count < Self.most else { throw .init(.tooMany, at: reader.position) }
            self.matches.append(try Self.match(bytes, &reader))
        }
        try reader.finish(bytes)
    }

    private enum Member: UInt8 { case token, type, url, source }

    private static func match(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) -> Match {
        var members = MemberSet()
        var texts: (token: [UInt8]?, type: [UInt8]?, url: [UInt8], source: [UInt8]) = (
            nil, nil, [], Array("unknown".utf8)
        )
        try reader.beginObject(bytes)
        var isFirst = true
        while let name = try reader.nextMember(bytes, isFirst: &isFirst) {
            guard let member = self.member(name, bytes) else {
                try reader.skipValue(bytes)
                continue
            }
            try members.insert(member, at: name.start)
            let text = try self.text(bytes, &reader, longest: member == .token ? self.longestToken : self.longestText)
            switch member {
            case .token: texts.token = text
            case .type: texts.type = text
            case .url: texts.url = text
            case .source: texts.source = text
            }
        }
        guard let token = texts.token, let type = texts.type else { throw .init(.missingMember, at: reader.position) }
        return Match(
            token: token, type: String(decoding: type, as: UTF8.self), url: String(decoding: texts.url, as: UTF8.self),
            source: String(decoding: texts.source, as: UTF8.self))
    }

    private static func member(_ name: JSONString, _ bytes: Span<UInt8>) -> Member? {
        if name.isEqual(to: "token", in: bytes) { return .token }
        if name.isEqual(to: "type", in: bytes) { return .type }
        if name.isEqual(to: "url", in: bytes) { return .url }
        return name.isEqual(to: "source", in: bytes) ? .source : nil
    }

    private static func text(
        _ bytes: Span<UInt8>, _ reader: inout JSONReader, longest: Int
    ) throws(JSONFault) -> [UInt8] {
        let string = try reader.string(bytes)
        var text: [UInt8] = []
        string.append(from: bytes, to: &text)
        guard text.count <= longest else { throw .init(.tooLong, at: string.start) }
        return text
    }
}
