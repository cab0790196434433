package import Keys
import RateLimiting

/// What admission asks of a request on one route. Which requests are on it is the router's affair.
///
/// A class, so that a request holds one reference and not one for each string and list.
package final class RouteRules: Sendable {
    /// Position among the routes of the configuration; indexes what a snapshot knows of the routes of the same book.
    package let index: Int
    /// The book it is in; `nil` in none.
    let edition: RouteEdition?
    /// What the upstream of its requests is known by, to say how busy that is; 0 for none.
    package let upstream: UInt64
    /// What its counts are known by, whatever its position: a configuration that is read again goes on counting.
    let number: UInt64
    package let name: String
    /// Names of project and environment, resolved at each publication.
    package let project: String
    package let environment: String
    /// `nil` asks for no permission beyond a valid key.
    package let permission: Permission?
    /// `nil` takes the class of the method.
    package let operation: OperationClass?
    /// How sensitive the data behind it is; `nil` when nothing is said.
    package let sensitivity: Sensitivity?
    package let sources: [CredentialSource]
    /// Whether a key is asked for at all.
    package let requiresKey: Bool
    package let limits: [LimitPolicy]
    /// What every request on it must keep to, whatever its key; `nil` for nothing.
    package let restrictions: CompiledRestrictions?
    /// The limits as the limiter wants them.
    let compiledLimits: [CompiledLimit]
    /// What a request counts for in limits that do not say so themselves.
    package let cost: UInt32
    /// The most that the upstream may report a request to have cost; `nil` where it may report nothing.
    package let reportedCost: UInt32?
    /// Bit n: a source has a name of n bytes, counted modulo 64.
    private let sourceLengths: UInt64
    /// Bit n: a source has a name that begins with the letter n, counted modulo 32.
    private let sourceInitials: UInt32
    /// A source has a symbol in its name that is no hyphen.
    private let hasOddSource: Bool

    package init(
        index: Int, name: String, project: String, environment: String, permission: Permission? = nil,
        operation: OperationClass? = nil, sensitivity: Sensitivity? = nil,
        sources: [CredentialSource] = CredentialSource.standard, requiresKey: Bool = true,
        limits: [LimitPolicy] = [], restrictions: CompiledRestrictions? = nil, cost: UInt32 = 1,
        reportedCost: UInt32? = nil, upstream: String? = nil, zones: ZoneSource = .utcOnly
    ) {
        self.index = index
        self.edition = nil
        let number = LimitRule.identity(name)
        self.number = number
        self.upstream = upstream.map { Self.number(ofUpstream: $0) } ?? 0
        self.name = name
        self.project = project
        self.environment = environment
        self.permission = permission
        self.operation = operation
        self.sensitivity = sensitivity
        self.sources = sources
        self.requiresKey = requiresKey
        self.limits = limits
        self.restrictions = restrictions
        self.compiledLimits = limits.map { .init($0, owner: (1, number), zones: zones) }
        self.cost = cost
        self.reportedCost = reportedCost
        self.sourceLengths = sources.reduce(0) { $0 | 1 << UInt64($1.name.count & 63) }
        self.sourceInitials = sources.reduce(0) { $0 | 1 << UInt32(($1.name.first ?? 0) & 31) }
        self.hasOddSource = sources.contains { $0.name.span.hasOddSymbol }
    }

    /// The route as it stands in a book.
    init(_ route: RouteRules, index: Int, edition: RouteEdition) {
        self.index = index
        self.edition = edition
        self.number = route.number
        self.upstream = route.upstream
        self.name = route.name
        self.project = route.project
        self.environment = route.environment
        self.permission = route.permission
        self.operation = route.operation
        self.sensitivity = route.sensitivity
        self.sources = route.sources
        self.requiresKey = route.requiresKey
        self.limits = route.limits
        self.restrictions = route.restrictions
        self.compiledLimits = route.compiledLimits
        self.cost = route.cost
        self.reportedCost = route.reportedCost
        self.sourceLengths = route.sourceLengths
        self.sourceInitials = route.sourceInitials
        self.hasOddSource = route.hasOddSource
    }

    /// What an upstream of that name is known by.
    package static func number(ofUpstream name: String) -> UInt64 { LimitRule.identity(name) }

    /// Whether a field with a name of so many bytes may be one of the sources: most are not, at the cost of one bit.
    package func mayBeSource(nameLength: Int) -> Bool { self.sourceLengths & 1 << UInt64(nameLength & 63) != 0 }

    /// Whether a field's name is not a source's but would be to a program that folds symbols: `X_Api_Key`, `X.Api.Key`,
    /// `Authorization_`. What such a field holds may be a key, so it is not forwarded; nor is it read.
    package func isLookalike(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty else { return false }
        let initial = UInt32(name[0] & 31)
        // Most names are told apart by their first letter. A symbol may stand before it.
        guard name[0].isSymbol || self.sourceInitials & 1 << initial != 0 else { return false }
        // Nor is there a difference where neither has a symbol that is folded.
        guard self.hasOddSource || name.hasOddSymbol else { return false }
        for source in self.sources where name.isLookalike(of: source.name) { return true }
        return false
    }
}

extension Span<UInt8> {
    /// Whether there is a symbol that is no hyphen.
    fileprivate var hasOddSymbol: Bool {
        for index in self.indices where self[index].isSymbol && self[index] != 0x2d { return true }
        return false
    }

    /// Whether the bytes are those of `lowercased` when letters are folded and symbols left out, but not without the latter,
    /// and one of the two has a symbol that is no hyphen.
    fileprivate func isLookalike(of lowercased: [UInt8]) -> Bool {
        var position = 0
        var hasOddSymbol = false
        for index in self.indices {
            let byte = self[index]
            guard !byte.isSymbol else {
                hasOddSymbol = hasOddSymbol || byte != 0x2d
                continue
            }
            while position < lowercased.count, lowercased[position].isSymbol { position += 1 }
            guard position < lowercased.count, lowercased[position] == (byte &- 0x41 < 26 ? byte | 0x20 : byte) else {
                return false
            }
            position += 1
        }
        let isWhole = lowercased[position...].allSatisfy { $0.isSymbol }
        guard isWhole, hasOddSymbol || lowercased.contains(where: { $0.isSymbol && $0 != 0x2d }) else { return false }
        return !self.equalsIgnoringCase(lowercased)
    }
}

extension UInt8 {
    /// Neither a letter nor a digit.
    fileprivate var isSymbol: Bool { (self | 0x20) &- 0x61 >= 26 && self &- 0x30 >= 10 }
}
