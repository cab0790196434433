package import Keys

/// A question about permissions: slugs joined by `AND`, `OR` and parentheses, `AND` binding tighter; operators in any
/// case. `documents.read` is read as `documents:read`.
///
/// It remembers what it answered for the last few sets of rights, so that asking again costs a comparison. Confined to
/// one event loop.
package final class PermissionQuery {
    /// Longest text in bytes.
    package static let longest = 1_000
    /// Most slugs, and deepest nesting of parentheses.
    package static let mostTerms = 64
    package static let deepest = 16
    /// Sets of rights whose answer is remembered.
    private static let mostRemembered = 8

    /// One step of the query in postfix order.
    enum Step: Equatable {
        /// Position among the slugs.
        case term(Int)
        case and, or
    }

    /// The slugs in the order they were written.
    package let slugs: [Slug]
    let steps: [Step]
    private var remembered: [(set: GrantSet, isHeld: Bool)] = []
    private var oldest = 0

    /// Reads a query.
    package init(_ text: Span<UInt8>) throws(PermissionQueryFault) {
        var parser = PermissionQueryParser()
        try parser.parse(text)
        self.slugs = parser.slugs
        self.steps = parser.steps
    }

    /// The query that asks for one permission.
    package init(permission: StaticString) {
        self.slugs = [.init("\(permission)", position: 0)]
        self.steps = [.term(0)]
    }

    /// Whether the rights satisfy the query.
    package func holds(_ set: GrantSet) -> Bool {
        for entry in self.remembered where entry.set === set { return entry.isHeld }
        let isHeld = self.evaluate(set.grants)
        if self.remembered.count < Self.mostRemembered {
            self.remembered.append((set, isHeld))
        } else {
            self.remembered[self.oldest] = (set, isHeld)
            self.oldest = (self.oldest + 1) % Self.mostRemembered
        }
        return isHeld
    }

    /// Whether what all of them hold at once satisfies the query.
    package func holds(inAll sets: [GrantSet]) -> Bool {
        self.evaluate { slug in sets.allSatisfy { slug.isHeld(by: $0.grants) } }
    }

    /// Whether the grants satisfy the query.
    package func evaluate(_ grants: Grants) -> Bool { self.evaluate { $0.isHeld(by: grants) } }

    private func evaluate(_ isHeld: (Slug) -> Bool) -> Bool {
        var stack: [Bool] = []
        stack.reserveCapacity(self.slugs.count)
        for step in self.steps {
            switch step {
            case .term(let index): stack.append(isHeld(self.slugs[index]))
            case .and, .or:
                guard let right = stack.popLast(), let left = stack.popLast() else { return false }
                stack.append(step == .and ? left && right : left || right)
            }
        }
        return stack.count == 1 && stack[0]
    }

    /// The first slug, in the order they were written, that the rights do not hold.
    package func firstMissing(in grants: Grants) -> Slug? { self.slugs.first { !$0.isHeld(by: grants) } }

    /// One slug of a query.
    package struct Slug: Hashable, Sendable {
        package let text: String
        /// Where it stands in the query.
        package let position: Int
        /// What it asks for; `nil` when nothing by that name can be granted.
        package let permission: Permission?
        /// A wildcard is held only by who was granted exactly that.
        let pattern: PermissionPattern?

        init(_ text: String, position: Int) {
            self.text = text
            self.position = position
            let own = text.contains(":") ? text : Self.withColon(text)
            self.permission = Permission(own)
            self.pattern = self.permission == nil ? PermissionPattern(own) : nil
        }

        func isHeld(by grants: Grants) -> Bool {
            if let permission = self.permission { return grants.permit(permission) }
            guard let pattern = self.pattern else { return false }
            return grants.denied.isEmpty && grants.allowed.contains(pattern)
        }

        /// `documents.read` by its last dot to `documents:read`.
        private static func withColon(_ text: String) -> String {
            guard let dot = text.lastIndex(of: ".") else { return text }
            return text[..<dot].replacing(".", with: "/") + ":" + text[text.index(after: dot)...]
        }
    }
}
