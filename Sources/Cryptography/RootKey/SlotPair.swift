/// Two slots that open the root key only together.
package enum SlotPair {
    /// Splits the key anew and wraps one part by each provider. The numbers are those of free slots; the pair, 0...7, is
    /// one that no other slot is part of.
    package static func make(
        of rootKey: RootKey, pair: UInt8, numbers: (UInt8, UInt8),
        providers: (any RootKeyProvider, any RootKeyProvider), randomBytes: RandomBytes
    ) async throws(CryptographyError) -> [RootKeySlot] {
        precondition(pair < RootKeyShare.mostPairs && numbers.0 != numbers.1, "a pair takes two slots of its own")
        let parts = rootKey.parts(randomBytes: randomBytes)
        let places = (
            SlotPlace(number: numbers.0, share: .part(.first, pair: pair)),
            SlotPlace(number: numbers.1, share: .part(.second, pair: pair))
        )
        return [
            try await providers.0.slot(holding: parts.first.bytes, at: places.0),
            try await providers.1.slot(holding: parts.second.bytes, at: places.1),
        ]
    }
}
