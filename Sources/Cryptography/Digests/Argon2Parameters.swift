/// How much work and memory one Argon2id hash takes (RFC 9106 section 3.1). Only values that a start can bear exist.
package struct Argon2Parameters: Hashable, Sendable {
    /// What a file may ask for: more would let a hostile one stall the start.
    package static let mostMemoryKiB: UInt32 = 1 << 20
    package static let mostPasses: UInt32 = 16
    package static let mostLanes: UInt8 = 16

    /// For tokens below 112 bits: two passes over 19 MiB, one lane (OWASP). Some 20 ms.
    package static let token = Self(checkedMemoryKiB: 19_456, passes: 2, lanes: 1)
    /// For passphrases: three passes over 64 MiB, one lane (after RFC 9106 section 4, second choice). Some 150 ms.
    package static let passphrase = Self(checkedMemoryKiB: 65_536, passes: 3, lanes: 1)

    package let memoryKiB: UInt32
    package let passes: UInt32
    package let lanes: UInt8

    /// - Throws: `parametersRefused` for what Argon2 does not define or a start cannot bear.
    package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt8) throws(CryptographyError) {
        guard (1...Self.mostLanes).contains(lanes), (1...Self.mostPasses).contains(passes),
            (8 * UInt32(lanes)...Self.mostMemoryKiB).contains(memoryKiB)
        else {
            throw .init(
                .parametersRefused,
                "Argon2id with \(memoryKiB) KiB, \(passes) passes and \(lanes) lanes is not done: at most"
                    + " \(Self.mostMemoryKiB) KiB, \(Self.mostPasses) passes, \(Self.mostLanes) lanes")
        }
        self.init(checkedMemoryKiB: memoryKiB, passes: passes, lanes: lanes)
    }

    private init(checkedMemoryKiB: UInt32, passes: UInt32, lanes: UInt8) {
        self.memoryKiB = checkedMemoryKiB
        self.passes = passes
        self.lanes = lanes
    }
}
