/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein 2012): a keyed function that nobody can aim at without
/// the key. With a random key of the process it names the questions in the cache, so that the cache holds no key text,
/// and no other key can be given a name that is already there.
struct SipHash: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// A function with that key, in the two halves of its little-endian bytes.
    init(key: (UInt64, UInt64)) { (self.first, self.second) = key }

    /// A function with a key that the system's generator draws.
    init() {
        var generator = SystemRandomNumberGenerator()
        self.init(key: (generator.next(), generator.next()))
    }

    /// 128 bits as two numbers.
    struct Tag: Hashable, Sendable {
        let low: UInt64
        let high: UInt64
    }

    func tag(of bytes: [UInt8]) -> Tag {
        var state = State(self.first, self.second)
        var index = 0
        while index + 8 <= bytes.count {
            state.absorb(Self.word(bytes[index..<(index + 8)]))
            index += 8
        }
        state.absorb(Self.word(bytes[index...]) | UInt64(truncatingIfNeeded: bytes.count) << 56)
        return state.finish()
    }

    /// Up to eight bytes, the first one lowest.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private struct State {
        private var v0, v1, v2, v3: UInt64

        init(_ first: UInt64, _ second: UInt64) {
            self.v0 = first ^ 0x736f_6d65_7073_6575
            self.v1 = second ^ 0x646f_7261_6e64_6f6d ^ 0xee
            self.v2 = first ^ 0x6c79_6765_6e65_7261
            self.v3 = second ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            self.v3 ^= word
            self.rounds(2)
            self.v0 ^= word
        }

        mutating func finish() -> Tag {
            self.v2 ^= 0xee
            self.rounds(4)
            let low = self.v0 ^ self.v1 ^ self.v2 ^ self.v3
            self.v1 ^= 0xdd
            self.rounds(4)
            return .init(low: low, high: self.v0 ^ self.v1 ^ self.v2 ^ self.v3)
        }

        private mutating func rounds(_ count: Int) {
            for _ in 0..<count {
                self.v0 &+= self.v1
                self.v1 = Self.rotate(self.v1, 13) ^ self.v0
                self.v0 = Self.rotate(self.v0, 32)
                self.v2 &+= self.v3
                self.v3 = Self.rotate(self.v3, 16) ^ self.v2
                self.v0 &+= self.v3
                self.v3 = Self.rotate(self.v3, 21) ^ self.v0
                self.v2 &+= self.v1
                self.v1 = Self.rotate(self.v1, 17) ^ self.v2
                self.v2 = Self.rotate(self.v2, 32)
            }
        }

        private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
            value << count | value >> (64 - count)
        }
    }
}
