import Cryptography
import Glibc
import Hummingbird
import NIOCore

/// Reads a body of passphrases, one a line, and wipes it wherever it lay on its way.
enum PassphraseBody {
    /// Two passphrases and their line ends.
    private static let longest = 2 * (Passphrase.lengths.upperBound + 2)
    private static let most = 2

    /// - Throws: `Problem` for a body that is too long or has more than two lines, and for an unfit passphrase.
    static func read(_ body: RequestBody) async throws -> [Passphrase] {
        // Never grows, so that no copy of it is left behind.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.longest + 1)
        defer { _ = SecretBytes(consuming: &bytes) }
        for try await chunk in body {
            defer { self.wipe(chunk) }
            guard bytes.count + chunk.readableBytes <= self.longest else { throw Problem(.contentTooLarge) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return try self.passphrases(in: bytes.span)
    }

    /// The lines; a line end after the last one is no line of its own.
    static func passphrases(in bytes: Span<UInt8>) throws -> [Passphrase] {
        var found: [Passphrase] = []
        var start = 0
        for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x0a {
            defer { start = index + 1 }
            guard index < bytes.count || start < index else { break }
            guard found.count < self.most else { throw Problem(.requestMalformed, "There are more than two lines.") }
            found.append(try self.passphrase(SecretBytes(copying: bytes.extracting(start..<index))))
        }
        return found
    }

    private static func passphrase(_ bytes: consuming SecretBytes) throws -> Passphrase {
        do throws(CryptographyError) {
            return try Passphrase(bytes)
        } catch {
            throw Problem(.ruleViolated, "\(error.message).")
        }
    }

    /// Overwrites the memory of a buffer that nobody reads any more. The buffer shares it with the reader of the
    /// connection, which is past it.
    private static func wipe(_ buffer: ByteBuffer) {
        buffer.withUnsafeReadableBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            explicit_bzero(UnsafeMutableRawPointer(mutating: address), bytes.count)
        }
    }
}
