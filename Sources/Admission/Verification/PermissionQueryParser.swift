/// Reads a permission query into postfix order with two stacks (Dijkstra's shunting yard): no recursion, so nesting
/// costs no stack of ours.
struct PermissionQueryParser {
    private enum Operator { case and, or, parenthesis }

    private(set) var slugs: [PermissionQuery.Slug] = []
    private(set) var steps: [PermissionQuery.Step] = []
    private var operators: [Operator] = []
    private var depth = 0

    /// Reads the whole text.
    mutating func parse(_ text: Span<UInt8>) throws(PermissionQueryFault) {
        guard text.count <= PermissionQuery.longest else {
            throw .init(code: .tooLong, position: PermissionQuery.longest)
        }
        var lexer = PermissionQueryLexer()
        var wantsOperand = true
        var isEmpty = true
        var last = PermissionQueryLexer.Token.end
        while true {
            let token = try lexer.next(text)
            if token == .end { break }
            wantsOperand = try wantsOperand ? self.operand(token, after: last, lexer) : self.joint(token, lexer)
            isEmpty = false
            last = token
        }
        guard !isEmpty else { throw .init(code: .empty, position: 0) }
        guard !wantsOperand else { throw .init(code: .unexpectedEnd, position: text.count) }
        try self.close(at: text.count)
    }

    /// Takes what may begin an operand.
    ///
    /// - Returns: whether another operand is wanted.
    private mutating func operand(
        _ token: PermissionQueryLexer.Token, after last: PermissionQueryLexer.Token, _ lexer: PermissionQueryLexer
    ) throws(PermissionQueryFault) -> Bool {
        switch token {
        case .slug(let text):
            guard self.slugs.count < PermissionQuery.mostTerms else {
                throw .init(code: .tooManySlugs, position: lexer.start)
            }
            self.steps.append(.term(self.slugs.count))
            self.slugs.append(.init(text, position: lexer.start))
            return false
        case .open:
            guard self.depth < PermissionQuery.deepest else { throw .init(code: .tooDeep, position: lexer.start) }
            self.depth += 1
            self.operators.append(.parenthesis)
            return true
        case .close where last == .open: throw .init(code: .emptyParentheses, position: lexer.start)
        case .close: throw .init(code: .unexpectedToken(")"), position: lexer.start)
        case .and(let text), .or(let text): throw .init(code: .unexpectedToken(text), position: lexer.start)
        case .end: throw .init(code: .unexpectedEnd, position: lexer.start)
        }
    }

    /// Takes what may follow an operand.
    private mutating func joint(
        _ token: PermissionQueryLexer.Token, _ lexer: PermissionQueryLexer
    ) throws(PermissionQueryFault) -> Bool {
        switch token {
        case .and:
            self.push(.and)
            return true
        case .or:
            self.push(.or)
            return true
        case .close:
            guard self.depth > 0 else { throw .init(code: .trailingToken(")"), position: lexer.start) }
            self.depth -= 1
            while let top = self.operators.popLast(), top != .parenthesis { self.emit(top) }
            return false
        case .open: throw .init(code: .trailingToken("("), position: lexer.start)
        case .slug(let text): throw .init(code: .trailingToken(text), position: lexer.start)
        case .end: return false
        }
    }

    /// Operators that bind as tight as this one or tighter are done first.
    private mutating func push(_ new: Operator) {
        while let top = self.operators.last, top == .and || (top == .or && new == .or) {
            self.operators.removeLast()
            self.emit(top)
        }
        self.operators.append(new)
    }

    private mutating func close(at end: Int) throws(PermissionQueryFault) {
        while let top = self.operators.popLast() {
            guard top != .parenthesis else { throw .init(code: .missingClosingParenthesis, position: end) }
            self.emit(top)
        }
    }

    private mutating func emit(_ operator: Operator) { self.steps.append(`operator` == .and ? .and : .or) }
}
