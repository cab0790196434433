import Cryptography
import Foundation
import Glibc

/// The secret a proxy shows in `Gatehouse-Caller`: one line of a file that nobody else can read.
enum CallerSecret {
    /// Fewest and most bytes. 32 of random base64 carry more than 128 bits.
    private static let lengths = 32...1_024

    /// Reads the secret. Throws `StartFailure` with `exposed` when others can read the file.
    static func read(_ path: String) throws(StartFailure) -> SecretBytes {
        let setting = "verify.forwardAuth.callers.secretFile"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .init(.configuration, "\(setting): \(path) cannot be read") }
        defer { close(descriptor) }
        guard FilePrivacy.isPrivate(descriptor) else {
            throw .init(.exposed, "\(setting): others can read \(path); chmod it to 0600 and replace the secret")
        }
        var bytes = [UInt8](repeating: 0, count: Self.lengths.upperBound + 2)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        bytes.removeLast(bytes.count - max(count, 0))
        while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
        guard Self.lengths.contains(bytes.count), bytes.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw .init(
                .configuration,
                "\(setting): \(path) must hold 32 to 1024 visible ASCII characters; make it with openssl rand -base64 32"
            )
        }
        return SecretBytes(consuming: &bytes)
    }
}
