/// Finds a subject's place in the table: 128 bits keyed with randomness of this process, so that nobody outside can
/// choose subjects that meet.
struct SubjectHash: Sendable, BitwiseCopyable, Equatable {
    let high: UInt64
    let low: UInt64

    /// The place of nobody: marks what is not taken.
    static var none: Self { .init(high: 0, low: 0) }

    /// The four random words of a process.
    struct Seed: Sendable {
        private let words: (UInt64, UInt64, UInt64, UInt64)

        init(_ generator: inout some RandomNumberGenerator) {
            // Odd multipliers: an even one would lose bits of its input.
            self.words = (generator.next(), generator.next() | 1, generator.next(), generator.next() | 1)
        }

        func hash(identity: UInt64, subject: LimitSubject) -> SubjectHash {
            .init(
                // The lowest bit of the upper word is set, so that no subject has the place of nobody.
                high: Self.fold(identity, subject, self.words.0, self.words.1) | 1,
                low: Self.fold(identity, subject, self.words.2, self.words.3))
        }

        private static func fold(
            _ identity: UInt64, _ subject: LimitSubject, _ start: UInt64, _ factor: UInt64
        ) -> UInt64 {
            let mix = { (value: UInt64, word: UInt64) in
                let product = (value ^ word).multipliedFullWidth(by: factor)
                return product.high ^ product.low ^ start.byteSwapped
            }
            return mix(mix(mix(start, identity), subject.high), subject.low)
        }
    }

    /// The place where bans of the same limit are kept.
    var ban: SubjectHash { self.window(Self.banIndex) }

    private static let banIndex = 15

    /// The place of window `index` of the same limit: all windows of a limit stay in one shard.
    func window(_ index: Int) -> SubjectHash {
        .init(high: self.high, low: self.low &+ UInt64(truncatingIfNeeded: index) &* 0x9e37_79b9_7f4a_7c15)
    }
}
