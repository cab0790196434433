import Admission
import JSONText
import Keys
import RateLimiting

/// Members of `V2KeysVerifyKeyRequestBody`, and ours.
private enum UnkeyMember: UInt8, CaseIterable {
    case key, tags, permissions, credits, ratelimits, migrationId, keyspaces
    // Of the version before, which samples of theirs still show: one keyspace.
    case apiId
    // Of ours, all optional.
    case address, method, statusMode
    // Of a rate limit and of credits.
    case name, cost, limit, duration

    var text: StaticString {
        switch self {
        case .key: "key"
        case .tags: "tags"
        case .permissions: "permissions"
        case .credits: "credits"
        case .ratelimits: "ratelimits"
        case .migrationId: "migrationId"
        case .keyspaces: "keyspaces"
        case .apiId: "apiId"
        case .address: "address"
        case .method: "method"
        case .statusMode: "statusMode"
        case .name: "name"
        case .cost: "cost"
        case .limit: "limit"
        case .duration: "duration"
        }
    }

    static let ofVerification: [UnkeyMember] = [
        .key, .permissions, .ratelimits, .credits, .tags, .keyspaces, .apiId, .migrationId, .address, .method,
        .statusMode,
    ]
    static let ofRateLimit: [UnkeyMember] = [.name, .cost, .limit, .duration]
}

extension QuestionList {
    /// Longest window of a limit that a verifier brings, in milliseconds.
    private static var longestDuration: Int64 { Int64(LimitWindow.longestSeconds) * 1_000 }
    /// Most keyspaces a call may name.
    private static var mostKeyspaces: Int { 100 }

    /// Reads the body of `POST /v2/keys.verifyKey`.
    mutating func readUnkey(_ bytes: Span<UInt8>) throws(JSONFault) {
        var question = VerifyQuestion()
        var members = MemberSet()
        var hasKey = false
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            let member = try self.member(name, of: UnkeyMember.ofVerification, &members, bytes)
            if member == .key { hasKey = true }
            self.location.enter(member.text)
            try self.read(member, of: &question, bytes)
            self.location.enter("")
        }
        guard hasKey else {
            self.location.enter("key")
            throw .init(.missingMember, at: self.reader.position)
        }
        try self.reader.finish(bytes)
        self.questions.append(question)
    }

    private func member(
        _ name: JSONString, of allowed: [UnkeyMember], _ members: inout MemberSet, _ bytes: Span<UInt8>
    ) throws(JSONFault) -> UnkeyMember {
        for member in allowed where name.isEqual(to: member.text, in: bytes) {
            try members.insert(member, at: name.start)
            return member
        }
        throw .init(.unknownMember, at: name.start)
    }

    private mutating func read(
        _ member: UnkeyMember, of question: inout VerifyQuestion, _ bytes: Span<UInt8>
    ) throws(JSONFault) {
        switch member {
        case .key: question.key = try self.keptString(bytes, length: 1...VerifyQuestion.longestKey)
        case .permissions: question.permissions = try self.keptString(bytes, length: 1...PermissionQuery.longest)
        case .credits: try self.readCredits(of: &question, bytes)
        case .ratelimits: try self.readRateLimits(of: &question, bytes)
        case .tags: try self.readTags(bytes)
        case .keyspaces: try self.readKeyspaces(bytes)
        case .apiId: self.apiID = try self.keptString(bytes, length: 1...256)
        case .migrationId: _ = try self.keptString(bytes, length: 0...256)
        case .address: question.address = try self.address(bytes)
        case .method: question.method = try self.method(bytes)
        case .statusMode: try self.readStatusMode(bytes, member: "statusMode")
        case .name, .cost, .limit, .duration: throw .init(.unknownMember, at: self.reader.position)
        }
    }

    private mutating func readCredits(of question: inout VerifyQuestion, _ bytes: Span<UInt8>) throws(JSONFault) {
        var members = MemberSet()
        var isThere = false
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            _ = try self.member(name, of: [.cost], &members, bytes)
            self.location.member = "credits.cost"
            question.creditCost = try self.cost(bytes)
            isThere = true
        }
        guard isThere else { throw .init(.missingMember, at: self.reader.position) }
    }

    private mutating func readTags(_ bytes: Span<UInt8>) throws(JSONFault) {
        try self.reader.beginArray(bytes)
        var isFirst = true
        var count = 0
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            guard count < 20 else { throw .init(.tooMany, at: self.reader.position) }
            self.location.enter("tags", element: count)
            _ = try self.keptString(bytes, length: 1...512)
            count += 1
        }
    }

    /// Reads the keyspaces that the key may be of. A list without one admits no key: the call is refused, so that
    /// somebody notices.
    private mutating func readKeyspaces(_ bytes: Span<UInt8>) throws(JSONFault) {
        var keyspaces: [Range<Int>] = []
        try self.reader.beginArray(bytes)
        var isFirst = true
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            guard keyspaces.count < Self.mostKeyspaces else { throw .init(.tooMany, at: self.reader.position) }
            self.location.enter("keyspaces", element: keyspaces.count)
            keyspaces.append(try self.keptString(bytes, length: 1...256))
        }
        self.location.enter("keyspaces")
        guard !keyspaces.isEmpty else { throw .init(.tooShort, at: self.reader.position) }
        self.keyspaces = keyspaces
    }

    private mutating func readRateLimits(of question: inout VerifyQuestion, _ bytes: Span<UInt8>) throws(JSONFault) {
        question.costs = self.costs.count..<self.costs.count
        try self.reader.beginArray(bytes)
        var isFirst = true
        var element = 0
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            self.location.enter("ratelimits", element: element)
            let offset = self.reader.position
            let cost = try self.readRateLimit(bytes)
            try self.append(cost, to: &question, at: offset)
            element += 1
        }
    }

    /// Reads `{"name": "requests", "cost": 1, "limit": 100, "duration": 60000}`. A duration is rounded up to whole
    /// seconds, which can only be stricter.
    private mutating func readRateLimit(_ bytes: Span<UInt8>) throws(JSONFault) -> NamedCost {
        var members = MemberSet()
        var name: Range<Int>?
        var (cost, limit, seconds): (UInt32, UInt32, UInt32) = (1, 0, 0)
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let text = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            let member = try self.member(text, of: UnkeyMember.ofRateLimit, &members, bytes)
            self.location.member = member.text
            switch member {
            case .name: name = try self.keptString(bytes, length: 3...255)
            case .cost: cost = try self.cost(bytes)
            case .limit: limit = UInt32(clamping: try self.reader.integer(bytes, in: 1...1_000_000_000_000))
            default:
                seconds = UInt32(clamping: (try self.reader.integer(bytes, in: 1...Self.longestDuration) + 999) / 1_000)
            }
            self.location.member = ""
        }
        guard let name else {
            self.location.member = "name"
            throw .init(.missingMember, at: self.reader.position)
        }
        return NamedCost(start: name.lowerBound, length: name.count, cost: cost, limit: limit, seconds: seconds)
    }
}
