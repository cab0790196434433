import Dispatch

/// Keeps the root key under what Argon2id makes of a passphrase. Parameters and salt stand in the slot:
///
/// ```
/// offset  bytes  what
///      0      1  format: 1
///      1      4  memory in KiB, big-endian
///      5      4  passes, big-endian
///      9      1  lanes
///     10     16  salt
///     26    113  envelope of the key
/// ```
///
/// All of them decide about the key that opens the envelope, so that a changed one does not open it.
package struct PassphraseProvider: RootKeyProvider {
    package static let kind = "passphrase"

    private static let format: UInt8 = 1
    private static let saltLength = 16
    private static let headerLength = 10 + saltLength
    // One at a time, away from event loops and the cooperative pool: it blocks for long, and takes much memory.
    private static let queue = DispatchQueue(label: "gatehouse.passphrase")

    private let passphrase: Passphrase
    private let parameters: Argon2Parameters
    private let randomBytes: RandomBytes

    package var kind: String { Self.kind }

    /// The parameters are for slots made by this provider; those that exist carry their own.
    package init(
        passphrase: Passphrase, parameters: Argon2Parameters = .passphrase, randomBytes: @escaping RandomBytes
    ) {
        self.passphrase = passphrase
        self.parameters = parameters
        self.randomBytes = randomBytes
    }

    package func wrap(
        _ key: borrowing SecretBytes, at place: SlotPlace
    ) async throws(CryptographyError) -> [UInt8] {
        guard self.passphrase.isLongEnough else {
            throw .init(
                .passphraseUnfit, "the passphrase of a slot has at least \(Passphrase.lengths.lowerBound) bytes")
        }
        let salt = self.randomBytes(Self.saltLength)
        precondition(salt.count == Self.saltLength, "the source of randomness gave too few bytes")
        let stretched = try await self.stretch(salt, self.parameters)
        let envelope = try Envelope.seal(
            key, under: stretched.bytes, context: place.context(kind: self.kind), randomBytes: self.randomBytes)
        return Self.header(self.parameters, salt) + envelope
    }

    package func unwrap(
        _ wrapped: [UInt8], at place: SlotPlace
    ) async throws(CryptographyError) -> SecretBytes {
        let (parameters, salt) = try Self.readHeader(wrapped)
        let stretched = try await self.stretch(salt, parameters)
        return try Envelope.open(
            Array(wrapped[Self.headerLength...]), under: stretched.bytes, context: place.context(kind: self.kind))
    }

    /// The parameters of a slot, for showing.
    ///
    /// - Throws: `envelopeMalformed`, or `parametersRefused` when they ask for more than a start may take.
    package static func parameters(of wrapped: [UInt8]) throws(CryptographyError) -> Argon2Parameters {
        try self.readHeader(wrapped).parameters
    }

    private func stretch(
        _ salt: [UInt8], _ parameters: Argon2Parameters
    ) async throws(CryptographyError) -> HeldSecret {
        let result: Result<HeldSecret, CryptographyError> = await withCheckedContinuation { continuation in
            Self.queue.async { [passphrase] in
                do throws(CryptographyError) {
                    let key = try Argon2id.derive(from: passphrase.bytes, salt: salt.span, parameters)
                    continuation.resume(returning: .success(HeldSecret(key)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private static func header(_ parameters: Argon2Parameters, _ salt: [UInt8]) -> [UInt8] {
        [self.format] + self.bigEndian(parameters.memoryKiB) + self.bigEndian(parameters.passes) + [parameters.lanes]
            + salt
    }

    private static func readHeader(
        _ wrapped: [UInt8]
    ) throws(CryptographyError) -> (parameters: Argon2Parameters, salt: [UInt8]) {
        guard wrapped.count > self.headerLength, wrapped[0] == self.format else {
            throw .init(.envelopeMalformed, "the passphrase slot is cut short or of a format not known here")
        }
        let number = { (range: Range<Int>) in wrapped[range].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
        let parameters = try Argon2Parameters(memoryKiB: number(1..<5), passes: number(5..<9), lanes: wrapped[9])
        return (parameters, Array(wrapped[10..<self.headerLength]))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
