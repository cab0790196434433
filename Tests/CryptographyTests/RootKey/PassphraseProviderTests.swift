import Cryptography
import TestKit
import Testing

@Suite struct PassphraseProviderTests {
    private static let place = SlotPlace(number: 3)

    private static func provider(_ text: String) throws -> PassphraseProvider {
        // The least that Argon2 does: these tests are about the slot.
        try .init(
            passphrase: Passphrase(SecretBytes(copying: Array(text.utf8))),
            parameters: .init(memoryKiB: 8, passes: 1, lanes: 1), randomBytes: SecureRandom.system)
    }

    private static func key() -> SecretBytes { .init(copying: Array(0..<32)) }

    private static func wrapped() async throws -> [UInt8] {
        try await self.provider("correct horse battery").wrap(self.key(), at: self.place)
    }

    private static func code(
        _ passphrase: String, _ wrapped: [UInt8], at place: SlotPlace = place
    ) async throws -> CryptographyError.Code? {
        let provider = try self.provider(passphrase)
        do throws(CryptographyError) {
            _ = try await provider.unwrap(wrapped, at: place)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `the same words open the slot, with or without a line end`() async throws {
        let wrapped = try await Self.wrapped()
        for text in ["correct horse battery", "correct horse battery\n", "correct horse battery\r\n"] {
            let opened = try await Self.provider(text).unwrap(wrapped, at: Self.place)
            #expect(opened.array() == Array(0..<32))
        }
        #expect(wrapped.count == 26 + 32 + Envelope.overhead)
    }

    @Test func `other words do not, nor the same ones at another place`() async throws {
        let wrapped = try await Self.wrapped()
        #expect(try await Self.code("correct horse batterz", wrapped) == .envelopeRejected)
        #expect(try await Self.code("correct horse battery ", wrapped) == .envelopeRejected)
        #expect(try await Self.code("correct horse battery", wrapped, at: .init(number: 4)) == .envelopeRejected)
        let part = SlotPlace(number: 3, share: .part(.first, pair: 0))
        #expect(try await Self.code("correct horse battery", wrapped, at: part) == .envelopeRejected)
    }

    @Test func `every byte of a slot counts`() async throws {
        let wrapped = try await Self.wrapped()
        for index in wrapped.indices {
            var changed = wrapped
            // Within the bounds for the parameters: one more pass, 16 lanes, other memory.
            changed[index] ^= index == 4 ? 0x10 : 0x02
            #expect(try await Self.code("correct horse battery", changed) != nil, "byte \(index)")
        }
    }

    @Test func `a slot cut short does not open and does not trap`() async throws {
        let wrapped = try await Self.wrapped()
        for count in 0..<wrapped.count {
            let code = try await Self.code("correct horse battery", Array(wrapped[..<count]))
            #expect(code == .envelopeMalformed || code == .envelopeRejected)
        }
    }

    @Test(
        arguments: [
            [0x00, 0x10, 0x00, 0x01, 0, 0, 0, 1, 1], [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 1],
            [0, 0, 0, 8, 0, 0, 0, 17, 1], [0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff, 1], [0, 0, 0, 8, 0, 0, 0, 0, 1],
            [0, 0, 0, 7, 0, 0, 0, 1, 1], [0, 0, 0, 8, 0, 0, 0, 1, 0], [0, 0, 0, 8, 0, 0, 0, 1, 2],
            [0, 1, 0, 0, 0, 0, 0, 1, 17],
        ] as [[UInt8]]) func `parameters that would stall a start are refused before any work`(
            parameters: [UInt8]
        ) async throws
    {
        var wrapped = try await Self.wrapped()
        wrapped.replaceSubrange(1..<10, with: parameters)
        #expect(try await Self.code("correct horse battery", wrapped) == .parametersRefused)
        #expect(throws: CryptographyError.self) { try PassphraseProvider.parameters(of: wrapped) }
    }

    @Test func `a slot shows what it takes to open it`() async throws {
        let parameters = try PassphraseProvider.parameters(of: await Self.wrapped())
        #expect(parameters == (try Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)))
    }

    @Test func `a new slot wants words that are long enough`() async throws {
        let provider = try Self.provider("too short")
        var code: CryptographyError.Code?
        do throws(CryptographyError) {
            _ = try await provider.wrap(Self.key(), at: Self.place)
        } catch {
            code = error.code
        }
        #expect(code == .passphraseUnfit)
    }

    @Test(arguments: ["", "\n", "\r\n", String(repeating: "x", count: 1025)]) func `unfit words are refused`(
        text: String
    ) {
        #expect(throws: CryptographyError.self) { try Passphrase(SecretBytes(copying: Array(text.utf8))) }
    }
}
