import Cryptography
import Keys

/// Phase 5 in environments with a leaked pepper: digests may lie in digests under later ones.
extension Authentication {
    /// Index of the version whose digest is among those that can be made of the ones computed. The same work for whatever
    /// id: one HMAC for each way in which the live peppers can lie in each other, and as many comparisons as elsewhere.
    func compareNested(
        _ digests: InlineArray<4, Digest256>, with segment: KeySegment, _ position: Int?
    ) -> Int? {
        let nested = self.nested(digests)
        let versions = position.map { segment.versions(ofEntry: $0) } ?? 0..<0
        let (first, count) = (versions.lowerBound, versions.count)
        var matched = -1
        for offset in 0..<KeyRecord.mostLiveVersions {
            let isReal = offset < count
            let stored = isReal ? segment.versions[first + offset].digest : Self.dummy
            let peppers = PepperSet(place: isReal ? segment.versions[first + offset].pepper : 0)
            let isEqual = stored.equalsInConstantTime(nested[Int(peppers.bits)])
            if isEqual, isReal { matched = first + offset }
        }
        return matched < 0 ? nil : matched
    }

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
