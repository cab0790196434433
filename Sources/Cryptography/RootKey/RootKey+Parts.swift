extension RootKey {
    /// The key whose exclusive or these two parts are. Both have `length` bytes.
    convenience init(joining first: HeldSecret, _ second: HeldSecret) {
        self.init(known: Self.exclusiveOr(first.bytes, second.bytes))
    }

    /// Two parts that give the key together; each alone is random.
    package func parts(randomBytes: RandomBytes) -> (first: HeldSecret, second: HeldSecret) {
        let first = HeldSecret(SecretBytes(random: Self.length, from: randomBytes))
        return (first, HeldSecret(Self.exclusiveOr(self.key, first.bytes)))
    }

    private static func exclusiveOr(_ first: borrowing SecretBytes, _ second: borrowing SecretBytes) -> SecretBytes {
        precondition(first.count == self.length && second.count == self.length, "parts are as long as the key")
        let (left, right) = (first.buffer, second.buffer)
        let joined = SecretBytes(count: self.length) { target in
            for index in target.indices { target[index] = left[index] ^ right[index] }
        }
        extendLifetime(first)
        extendLifetime(second)
        return joined
    }
}
