import Cryptography
import TestKit
import Testing

@Suite struct SlotOpenerTests {
    private let rootKey = RootKey(randomBytes: SecureRandom.system)

    private static func slot(_ number: UInt8, _ share: RootKeyShare = .whole) -> RootKeySlot {
        .init(number: number, kind: "file", share: share, wrapped: [])
    }

    private func opener(_ slots: RootKeySlot...) -> SlotOpener {
        .init(slots: slots, checkValue: self.rootKey.checkValue)
    }

    private func whole() throws -> SecretBytes {
        let parts = self.rootKey.parts(randomBytes: { [UInt8](repeating: 0, count: $0) })
        return SecretBytes(copying: parts.second.bytes.array())
    }

    private static func copy(_ part: HeldSecret) -> SecretBytes { .init(copying: part.bytes.array()) }

    private static func noise() -> SecretBytes { .init(random: 32, from: SecureRandom.system) }

    private func isOpened(_ step: SlotOpener.Step) -> Bool {
        guard case .opened(let rootKey) = step else { return false }
        return rootKey.checkValue == self.rootKey.checkValue
    }

    private func wanted(_ step: SlotOpener.Step) -> [UInt8]? {
        guard case .wanted(let slots) = step else { return nil }
        return slots.map(\.number)
    }

    @Test func `one whole slot is enough`() throws {
        var opener = self.opener(Self.slot(0), Self.slot(1))
        #expect(self.wanted(opener.step) == [0, 1])
        #expect(self.isOpened(try opener.take(self.whole(), from: 1)))
        #expect(self.isOpened(opener.step))
    }

    @Test func `two parts of a pair give the key together, in either order`() throws {
        let parts = self.rootKey.parts(randomBytes: SecureRandom.system)
        for order in [[parts.first, parts.second], [parts.second, parts.first]] {
            var opener = self.opener(Self.slot(4, .part(.first, pair: 2)), Self.slot(5, .part(.second, pair: 2)))
            let isFirstFirst = order[0] === parts.first
            #expect(
                self.wanted(try opener.take(Self.copy(order[0]), from: isFirstFirst ? 4 : 5)) == [isFirstFirst ? 5 : 4])
            #expect(self.isOpened(try opener.take(Self.copy(order[1]), from: isFirstFirst ? 5 : 4)))
        }
    }

    @Test func `a part alone says nothing about the key, and the slot that completes it is wanted first`() throws {
        let parts = self.rootKey.parts(randomBytes: SecureRandom.system)
        var opener = self.opener(
            Self.slot(0), Self.slot(1, .part(.first, pair: 0)), Self.slot(2, .part(.second, pair: 0)))
        #expect(self.wanted(try opener.take(Self.copy(parts.first), from: 1)) == [2, 0])
        #expect(parts.first.bytes.array() != parts.second.bytes.array())
        #expect(throws: CryptographyError.self) {
            var opener = opener
            _ = try opener.take(SecretBytes(copying: [1, 2, 3]), from: 2)
        }
    }

    @Test func `parts of unlike pairs do not fit`() throws {
        let (one, other) = (
            self.rootKey.parts(randomBytes: SecureRandom.system), self.rootKey.parts(randomBytes: SecureRandom.system)
        )
        var opener = self.opener(
            Self.slot(0, .part(.first, pair: 0)), Self.slot(1, .part(.second, pair: 0)),
            Self.slot(2, .part(.first, pair: 1)), Self.slot(3, .part(.second, pair: 1)))
        #expect(self.wanted(try opener.take(Self.copy(one.first), from: 0)) == [1, 2, 3])
        #expect(self.wanted(try opener.take(Self.copy(other.second), from: 3)) == [1, 2])
        // A part of the other split under the number of this one: the sum is wrong, and both are given up.
        #expect(self.wanted(try opener.take(Self.copy(other.second), from: 1)) == [2])
        #expect(self.isOpened(try opener.take(Self.copy(other.first), from: 2)))
    }

    @Test func `a key that is not that of the store is not taken`() throws {
        var opener = self.opener(Self.slot(0), Self.slot(1))
        #expect(self.wanted(try opener.take(Self.noise(), from: 0)) == [1])
        #expect(self.wanted(try opener.take(Self.noise(), from: 1)) == [])
    }

    @Test func `nothing can be taken from a slot that is not there, nor of another length`() {
        var opener = self.opener(Self.slot(0))
        #expect(throws: CryptographyError.self) { try opener.take(Self.noise(), from: 1) }
        #expect(throws: CryptographyError.self) { try opener.take(SecretBytes(copying: [1]), from: 0) }
    }

    @Test func `what comes after the key changes nothing`() throws {
        var opener = self.opener(Self.slot(0), Self.slot(1))
        _ = try opener.take(self.whole(), from: 0)
        #expect(self.isOpened(try opener.take(Self.noise(), from: 1)))
    }

    @Test func `any order of slots ends with the key or with nothing more wanted`() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<100 {
            let parts = (0..<2).map { _ in self.rootKey.parts(randomBytes: SecureRandom.system) }
            let slots = [
                Self.slot(0), Self.slot(1, .part(.first, pair: 0)), Self.slot(2, .part(.second, pair: 0)),
                Self.slot(3, .part(.first, pair: 1)), Self.slot(4, .part(.second, pair: 1)),
            ]
            var opener = SlotOpener(slots: slots, checkValue: self.rootKey.checkValue)
            var good: Set<UInt8> = []
            for slot in slots.shuffled(using: &generator) where Bool.random(using: &generator) {
                let isGood = Bool.random(using: &generator)
                if isGood { good.insert(slot.number) }
                let secret: SecretBytes =
                    switch (isGood, slot.number) {
                    case (false, _): Self.noise()
                    case (_, 0): try self.whole()
                    case (_, let number):
                        Self.copy(
                            number % 2 == 1 ? parts[Int(number - 1) / 2].first : parts[Int(number - 1) / 2].second)
                    }
                _ = try opener.take(secret, from: slot.number)
            }
            let shouldOpen = good.contains(0) || good.isSuperset(of: [1, 2]) || good.isSuperset(of: [3, 4])
            #expect(self.isOpened(opener.step) == shouldOpen)
        }
    }
}
