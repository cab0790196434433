import DecisionLog
import Keys

/// Draws request ids and trace ids: unique, not secret, so a fast generator seeded once per loop will do (SplitMix64).
struct RequestIDSource {
    private static var digits: StaticString { "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" }

    private var state: UInt64

    /// `seed` comes from a system generator; two loops never share one.
    init(seed: UInt64) { self.state = seed }

    mutating func next() -> RequestID { RequestID(high: self.characters(), low: self.characters()) }

    /// A trace that begins with a request, and the place of the gateway in it: neither is zero, which would be none.
    mutating func nextTrace() -> TracePoint {
        TracePoint(traceHigh: self.random() | 1 << 63, traceLow: self.random(), spanID: self.random() | 1)
    }

    /// Eight base62 characters.
    private mutating func characters() -> UInt64 {
        // Sixteen random bits for each: none waits for the one before.
        let (first, second) = (self.random(), self.random())
        var word: UInt64 = 0
        for place in 0..<8 {
            let bits = (place < 4 ? first : second) >> UInt64(16 * (place & 3)) & 0xffff
            // Less than sixteen bits times 62, without the lower sixteen: less than 62.
            let character = Self.digits.utf8Start[Int(truncatingIfNeeded: (bits &* 62) >> 16)]
            word = word << 8 | UInt64(character)
        }
        return word
    }

    private mutating func random() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
