import Keys

extension ImportedKey {
    /// What the admin API would refuse whatever it knows, so that one key does not keep back those it is sent with; `nil`
    /// when there is nothing.
    var shapeFault: String? {
        self.textFault ?? self.listFault ?? self.tokenFault
    }

    private var textFault: String? {
        let texts = [
            ("the id", self.foreignID, ForeignCredential.longestForeignID),
            ("the name", self.name, KeyRecord.longestName),
            ("the owner", self.owner ?? "-", KeyRecord.longestName),
        ]
        for (what, text, longest) in texts where !Self.isPlain(text, atMost: longest) {
            return "\(what) is not 1 to \(longest) printable characters without spaces at the ends"
        }
        for (name, value) in self.metadata {
            guard Self.isWord(name, atMost: KeyRecord.longestMetadataName) else {
                return
                    "the name of a piece of metadata is not 1 to \(KeyRecord.longestMetadataName) of A-Z a-z 0-9 . _ : / @ -"
            }
            guard Self.isPlain(value, atMost: KeyRecord.longestMetadataValue) else {
                return "the metadata \(name) is not 1 to \(KeyRecord.longestMetadataValue) printable characters"
            }
        }
        return nil
    }

    private var listFault: String? {
        if self.permissions.count > Grants.most { return "there are more than \(Grants.most) permissions" }
        if self.tags.count > KeyRecord.mostTags { return "there are more than \(KeyRecord.mostTags) tags" }
        if self.metadata.count > KeyRecord.mostMetadata {
            return "there is more metadata than \(KeyRecord.mostMetadata)"
        }
        if self.limits.count > LimitPolicy.most { return "there are more than \(LimitPolicy.most) limits" }
        if Set(self.limits.map(\.name)).count < self.limits.count { return "two limits have the same name" }
        if self.roles.count > KeyRecord.mostRoles { return "there are more than \(KeyRecord.mostRoles) roles" }
        if Set(self.roles).count < self.roles.count { return "a role is repeated" }
        return self.roles.allSatisfy(Slug.isSlug) ? nil : "a role's name is not \(Slug.grammar)"
    }

    private var tokenFault: String? {
        guard case .token(let token) = self.credential, !ForeignToken.isAdmissible(token.bytes.span) else { return nil }
        return "the token is not \(ForeignToken.shortest) to \(ForeignToken.longest) visible ASCII characters"
    }

    private static func isPlain(_ text: String, atMost longest: Int) -> Bool {
        let scalars = text.unicodeScalars
        guard (1...longest).contains(scalars.count) else { return false }
        let isSpace = { (scalar: Unicode.Scalar?) in scalar == " " || scalar == "\u{a0}" }
        return !isSpace(scalars.first) && !isSpace(scalars.last)
            && scalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    }

    private static func isWord(_ text: String, atMost longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { Base62.contains($0) || [0x2e, 0x5f, 0x3a, 0x2f, 0x40, 0x2d].contains($0) }
    }
}
