package import Cryptography
import Synchronization

/// A source of bytes that a seed repeats. It protects nothing.
package final class FixedRandomness: Sendable {
    private let generator: Mutex<SeededGenerator>

    package init(seed: UInt64) { self.generator = .init(.init(seed: seed)) }

    /// The source as an input.
    package var bytes: RandomBytes {
        { count in self.generator.withLock { $0.bytes(count) } }
    }
}
