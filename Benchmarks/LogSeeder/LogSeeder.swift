import Auditing
import Cryptography
import Foundation

/// Writes an audit log of any length into a folder as the server publishes it, and prints its public key and how long
/// proofs out of its tiles take, as JSON: for measurements of verification.
///
/// usage: seed-log FOLDER COUNT
@main
enum LogSeeder {
    private static let proofs = 2000

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 3, let count = Int(words[2]), count > 0 else {
            throw SeedingError(description: "usage: seed-log FOLDER COUNT")
        }
        let signer = try NoteSigner(name: "bench.example/audit", key: .init(randomBytes: SecureRandom.system))
        var log = SeededLog(folder: URL(fileURLWithPath: words[1]))
        for start in stride(from: 0, to: count, by: 256) { try log.append(min(256, count - start)) }
        try log.finish(signer)
        let micros = try log.proofTimes(Self.proofs).sorted()
        let report: [String: Any] = [
            "key": signer.verifierKey.description, "proof_p50_us": micros[micros.count / 2],
            "proof_p99_us": micros[micros.count * 99 / 100],
        ]
        FileHandle.standardOutput.write(try JSONSerialization.data(withJSONObject: report))
    }
}

struct SeedingError: Error, CustomStringConvertible {
    let description: String
}
