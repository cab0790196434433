import Cryptography
import Keys

/// Phase 5 in environments with a leaked pepper: digests may lie in digests under later ones. The same work for whatever
/// id: one HMAC for each way in which the live peppers can lie in each other, and as many comparisons as elsewhere.
extension Authentication {
    /// The digest for each set of live peppers, at the place of its bits: that under the oldest, in that under the next,
    /// and so on. Sets with another pepper keep zero, which is no digest.
    func nested(_ digests: InlineArray<4, Digest256>) -> InlineArray<16, Digest256> {
        var nested = InlineArray<16, Digest256>(repeating: .zero)
        var older = 0
        for index in 0..<self.environment.peppers.count {
            let position = self.environment.peppers[index].position
            let bit = Int(PepperSet(position).bits)
            nested[bit] = digests[Int(position)]
            for set in 1..<PepperSet.count where set & ~older == 0 {
                nested[set | bit] = self.environment.peppers[index].hasher.nested(nested[set])
            }
            older |= bit
        }
        return nested
    }
}
