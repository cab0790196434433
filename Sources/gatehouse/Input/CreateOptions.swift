import ArgumentParser
import Foundation
import KeyManagement

/// For creates: makes a second try safe.
struct CreateOptions: ParsableArguments {
    @Option(
        help: .init(
            "Sent with the create, so that trying again creates nothing twice. (default: a fresh one)", valueName: "key"
        ))
    var idempotencyKey: String?

    /// What is sent: the given key, or a fresh one.
    var key: String { self.idempotencyKey ?? UUID().uuidString.lowercased() }

    func validate() throws {
        guard let key = self.idempotencyKey else { return }
        let isPlain = key.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c }
        let longest = KeyManagement.WriteOptions.Idempotency.longestKey
        guard (1...longest).contains(key.utf8.count), isPlain else {
            throw ValidationError("An idempotency key is 1 to \(longest) visible ASCII characters without quotes.")
        }
    }
}
