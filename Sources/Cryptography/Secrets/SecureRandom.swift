/// A source of so many random bytes. Production gives `SecureRandom.system`; tests give something that repeats.
package typealias RandomBytes = @Sendable (Int) -> [UInt8]

/// The system's cryptographically secure generator: getrandom(2) on Linux.
package enum SecureRandom {
    /// Draws from the kernel. A kernel without working randomness leaves nothing safe to do; the standard library then
    /// ends the process.
    package static let system: RandomBytes = { count in
        var generator = SystemRandomNumberGenerator()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                var word = generator.next()
                for _ in 0..<min(8, count - initialized) {
                    buffer[initialized] = UInt8(truncatingIfNeeded: word)
                    word >>= 8
                    initialized += 1
                }
            }
        }
    }
}
