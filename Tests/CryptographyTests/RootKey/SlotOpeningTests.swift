import Cryptography
import Testing

@Suite struct SlotOpeningTests {
    private let rootKey = RootKey(randomBytes: SecureRandom.system)

    /// Holds its key in the open and can be told to fail.
    private struct FakeProvider: RootKeyProvider {
        let kind: String
        let key: HeldSecret
        var failure: CryptographyError?

        init(_ kind: String, failure: CryptographyError? = nil) {
            self.kind = kind
            self.key = HeldSecret(SecretBytes(random: 32, from: SecureRandom.system))
            self.failure = failure
        }

        private func context(_ place: SlotPlace) -> AssociatedContext {
            .init(
                tenant: "test", objectType: "slot", objectID: "\(place.number)", objectVersion: 1,
                purpose: "\(place.share.code)", keyID: self.kind)
        }

        func wrap(_ key: borrowing SecretBytes, at place: SlotPlace) async throws(CryptographyError) -> [UInt8] {
            try Envelope.seal(
                key, under: self.key.bytes, context: self.context(place), randomBytes: SecureRandom.system)
        }

        func unwrap(_ wrapped: [UInt8], at place: SlotPlace) async throws(CryptographyError) -> SecretBytes {
            if let failure { throw failure }
            return try Envelope.open(wrapped, under: self.key.bytes, context: self.context(place))
        }
    }

    private func attempt(_ slots: [RootKeySlot], _ providers: FakeProvider...) async -> SlotOpening {
        await .attempt(slots, checkValue: self.rootKey.checkValue, providers: providers)
    }

    private func isOpened(_ opening: SlotOpening) -> Bool {
        guard case .opened(let rootKey) = opening.step else { return false }
        return rootKey.checkValue == self.rootKey.checkValue
    }

    @Test func `the next slot opens when one provider is down`() async throws {
        var (first, second) = (FakeProvider("first"), FakeProvider("second"))
        let slots = [
            try await first.slot(holding: self.rootKey, number: 0),
            try await second.slot(holding: self.rootKey, number: 1),
        ]
        first.failure = .init(.keyFileMissing, "gone")
        let opening = await self.attempt(slots, first, second)
        #expect(self.isOpened(opening))
        #expect(opening.failures.mapValues(\.code) == [0: .keyFileMissing])
        second.failure = first.failure
        let closed = await self.attempt(slots, first, second)
        #expect(!self.isOpened(closed))
        #expect(closed.failures.count == 2)
    }

    @Test func `a pair opens with both providers and with neither alone`() async throws {
        let (first, second) = (FakeProvider("first"), FakeProvider("second"))
        let slots = try await SlotPair.make(
            of: self.rootKey, pair: 0, numbers: (2, 3), providers: (first, second), randomBytes: SecureRandom.system)
        #expect(slots.map(\.share) == [.part(.first, pair: 0), .part(.second, pair: 0)])
        #expect(self.isOpened(await self.attempt(slots, first, second)))
        for provider in [first, second] {
            let opening = await self.attempt(slots, provider)
            guard case .wanted(let wanted) = opening.step else {
                Issue.record("one part has opened the store")
                continue
            }
            #expect(wanted.map(\.kind) == [provider.kind == "first" ? "second" : "first"])
        }
    }

    @Test func `several keys of one kind are all tried`() async throws {
        let (right, wrong) = (FakeProvider("same"), FakeProvider("same"))
        let slots = [try await right.slot(holding: self.rootKey, number: 0)]
        let opening = await self.attempt(slots, wrong, right)
        #expect(self.isOpened(opening))
    }

    @Test func `a slot that holds the key of another store does not open this one`() async throws {
        let provider = FakeProvider("file")
        let other = RootKey(randomBytes: SecureRandom.system)
        let opening = await self.attempt([try await provider.slot(holding: other, number: 0)], provider)
        guard case .wanted(let wanted) = opening.step else {
            Issue.record("the key of another store was taken")
            return
        }
        #expect(wanted.isEmpty)
    }
}
