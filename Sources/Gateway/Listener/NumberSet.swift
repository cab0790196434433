/// Numbers of connections, a bit for each up to the highest.
struct NumberSet {
    private var words: [UInt64] = []

    mutating func insert(_ number: UInt32) {
        let index = Int(number / 64)
        while self.words.count <= index { self.words.append(0) }
        self.words[index] |= 1 << UInt64(number % 64)
    }

    mutating func remove(_ number: UInt32) {
        let index = Int(number / 64)
        guard index < self.words.count else { return }
        self.words[index] &= ~(1 << UInt64(number % 64))
    }

    /// The lowest number in the set that is not below another: members may come and go while they are gone through.
    func first(from number: UInt32) -> UInt32? {
        var index = Int(number / 64)
        guard index < self.words.count else { return nil }
        var word = self.words[index] & (.max << UInt64(number % 64))
        while word == 0 {
            index += 1
            guard index < self.words.count else { return nil }
            word = self.words[index]
        }
        return UInt32(index * 64 + word.trailingZeroBitCount)
    }
}
