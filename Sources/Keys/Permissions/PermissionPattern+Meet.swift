extension PermissionPattern {
    /// The pattern of exactly the permissions that both cover; `nil` when there is none.
    package func meet(_ other: Self) -> Self? {
        let (long, short) = self.fixed.count >= other.fixed.count ? (self, other) : (other, self)
        guard long.fixed.count == short.fixed.count || short.isDeep,
            let action = Self.meet(self.action, other.action)
        else { return nil }
        var segments: [String] = []
        for (place, segment) in long.fixed.enumerated() {
            let other = place < short.fixed.count ? short.fixed[place] : "*"
            guard let both = Self.meet(segment, other) else { return nil }
            segments.append(both)
        }
        if long.isDeep, short.isDeep { segments.append("**") }
        return Self(segments: segments, action: action)
    }

    private static func meet(_ left: String, _ right: String) -> String? {
        if left == "*" { return right }
        return right == "*" || left == right ? left : nil
    }
}

extension Grants {
    /// Most pairs of patterns that are looked at.
    private static let mostPairs = 4_096

    /// What both grant and neither denies. Of sets too large to be compared nothing is left.
    package func meet(_ other: Self) -> Self {
        guard self.allowed.count * other.allowed.count <= Self.mostPairs else { return .init() }
        let both = self.allowed.flatMap { one in other.allowed.compactMap(one.meet) }
        return .init(allowed: Set(both).sorted(), denied: Set(self.denied + other.denied).sorted())
    }
}
