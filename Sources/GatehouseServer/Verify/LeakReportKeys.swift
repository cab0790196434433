import Cryptography
import Foundation

/// The public keys of a secret scanner, in the form GitHub publishes them. The file is read anew for each report, so that
/// it can be replaced while the server runs.
struct LeakReportKeys: Sendable {
    /// Most bytes of the file.
    private static let mostBytes = 1_048_576

    let file: String

    /// What is wrong with the file, in one sentence.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private struct Document: Decodable {
        struct Entry: Decodable {
            let identifier: String
            let pem: String

            enum CodingKeys: String, CodingKey {
                case identifier = "key_identifier"
                case pem = "key"
            }
        }

        let keys: [Entry]

        enum CodingKeys: String, CodingKey {
            case keys = "public_keys"
        }
    }

    /// The key of that identifier; `nil` when there is none.
    func key(_ identifier: String) throws(Fault) -> P256PublicKey? {
        guard let entry = try self.entries().first(where: { $0.identifier == identifier }) else { return nil }
        return P256PublicKey(pem: entry.pem)
    }

    /// Throws when the file holds no key that can be used.
    func check() throws(Fault) {
        let entries = try self.entries()
        guard entries.contains(where: { P256PublicKey(pem: $0.pem) != nil }) else {
            throw Fault(description: "\(self.file) holds no P-256 public key")
        }
    }

    private func entries() throws(Fault) -> [Document.Entry] {
        guard let bytes = FileManager.default.contents(atPath: self.file), bytes.count <= Self.mostBytes else {
            throw Fault(description: "\(self.file) cannot be read, or is larger than 1 MiB")
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: bytes) else {
            throw Fault(description: "\(self.file) is not JSON with public_keys of key_identifier and key")
        }
        return document.keys
    }
}
