package import Keys

extension RecordSamples {
    /// The credential of an imported key, of any kind.
    package mutating func foreignCredential(of key: KeyID, in environment: EnvironmentID) -> ForeignCredential {
        .init(
            keyID: key, environmentID: environment, source: self.pick(ImportSource.allCases),
            foreignID: "foreign-\(self.number(0...999_999_999))", proof: self.proof(),
            pepperVersion: UInt32(self.number(1...3)), importedAt: self.moment())
    }

    private mutating func proof() -> ForeignProof {
        switch self.number(0...3) {
        case 0: .keyed(self.digest())
        case 1: .wrapped(self.pick([.sha384, .sha512]), self.digest())
        case 2:
            .hardened(
                self.pick(ForeignHash.allCases),
                .init(
                    bucket: UInt16(self.number(0...3)), salt: Array(self.digest().bytes.prefix(16)),
                    digest: self.digest()))
        default: .reissue
        }
    }
}
