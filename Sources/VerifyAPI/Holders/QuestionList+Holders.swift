import JSONText

private enum HolderMember: UInt8 { case reason, credentials }

extension QuestionList {
    /// Reads the body of a self-revocation: nothing, `{}` or `{"reason": "…"}`.
    mutating func readReason(_ bytes: Span<UInt8>) throws(JSONFault) -> Range<Int> {
        guard bytes.count > 0 else { return 0..<0 }
        var reason = 0..<0
        var members = MemberSet()
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            guard name.isEqual(to: "reason", in: bytes) else { throw .init(.unknownMember, at: name.start) }
            try members.insert(HolderMember.reason, at: name.start)
            self.location.enter("reason")
            reason = try self.keptString(bytes, length: 0...VerifySurface.longestReason)
            self.location.enter("")
        }
        try self.reader.finish(bytes)
        return reason
    }

    /// Reads `{"credentials": ["…"]}`; each becomes a question of which only the key is set.
    mutating func readCredentials(_ bytes: Span<UInt8>) throws(JSONFault) {
        var members = MemberSet()
        var isThere = false
        try self.reader.beginObject(bytes)
        var isFirst = true
        while let name = try self.reader.nextMember(bytes, isFirst: &isFirst) {
            guard name.isEqual(to: "credentials", in: bytes) else { throw .init(.unknownMember, at: name.start) }
            try members.insert(HolderMember.credentials, at: name.start)
            isThere = true
            self.location.enter("credentials")
            try self.readCredentialList(bytes)
        }
        guard isThere else { throw .init(.missingMember, at: self.reader.position) }
        try self.reader.finish(bytes)
    }

    private mutating func readCredentialList(_ bytes: Span<UInt8>) throws(JSONFault) {
        try self.reader.beginArray(bytes)
        var isFirst = true
        while try self.reader.nextElement(bytes, isFirst: &isFirst) {
            guard self.questions.count < VerifyPlan.mostCredentials else {
                throw .init(.tooMany, at: self.reader.position)
            }
            self.location.enter("credentials", element: self.questions.count)
            var question = VerifyQuestion()
            question.key = try self.keptString(bytes, length: 1...VerifyQuestion.longestKey)
            self.questions.append(question)
        }
        self.location.enter("credentials")
        guard !self.questions.isEmpty else { throw .init(.tooShort, at: self.reader.position) }
    }
}
