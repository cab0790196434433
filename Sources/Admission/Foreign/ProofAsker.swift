package import Keys

/// Who asks for a slow proof. Wrong tokens are counted for each asker in each environment, so that nobody's garbage is at
/// the expense of others.
package struct ProofAsker: Sendable, Hashable {
    /// The key that asks about tokens of others; `nil` where a request shows its own.
    package let caller: KeyID?
    /// Where the token came from, as far as it is known: for IPv6 its /64.
    package let address: IPAddress?

    package init(caller: KeyID? = nil, address: IPAddress?) {
        self.caller = caller
        self.address = address?.budgetSubject
    }

    /// Tells askers apart; begins with a byte that no token has.
    var bytes: [UInt8] {
        var bytes: [UInt8] = [0, self.caller == nil ? 0 : 1, self.address.map { $0.isIPv4 ? 4 : 6 } ?? 0]
        for word in [self.caller?.high, self.caller?.low, self.address?.high, self.address?.low] {
            let word = word ?? 0
            for place in 0..<8 as Range<UInt64> { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * place))) }
        }
        return bytes
    }
}
