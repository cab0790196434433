/// How much of the root key a slot holds: all of it, or one of two parts that give it together (their exclusive or).
package enum RootKeyShare: Hashable, Sendable {
    /// Pairs there can be: every one takes two slots.
    package static let mostPairs: UInt8 = 8

    case whole
    /// One part of the pair of that number, 0...7. Alone it says nothing about the key.
    case part(Half, pair: UInt8)

    package enum Half: UInt8, Hashable, Sendable, CaseIterable {
        case first = 0
        case second = 1
    }

    /// What is stored: 0 for the whole key, then 1 and 2 for the first pair, 3 and 4 for the second, …
    package var code: UInt8 {
        switch self {
        case .whole: 0
        case .part(let half, let pair): 1 &+ pair &* 2 &+ half.rawValue
        }
    }

    /// Reads what is stored; `nil` for anything else.
    package init?(code: UInt8) {
        guard code > 0 else {
            self = .whole
            return
        }
        guard code <= Self.mostPairs * 2, let half = Half(rawValue: (code - 1) % 2) else { return nil }
        self = .part(half, pair: (code - 1) / 2)
    }

    /// The part that completes this one; `nil` for the whole.
    package var counterpart: Self? {
        switch self {
        case .whole: nil
        case .part(.first, let pair): .part(.second, pair: pair)
        case .part(.second, let pair): .part(.first, pair: pair)
        }
    }

    /// Part of what is authenticated: never change one.
    var purpose: String {
        switch self {
        case .whole: "wrap"
        case .part(let half, let pair): "wrap-pair-\(pair)-part-\(half.rawValue)"
        }
    }
}
