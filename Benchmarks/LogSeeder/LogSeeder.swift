import Auditing
import Cryptography
import Foundation
import Keys
import SQLiteStorage
import Storage

/// Appends entries to the audit log of a stopped server, a hundred thousand in a transaction, publishes the log as the
/// server does, and prints its public key and how long proofs of its entries take, as JSON: for measurements with more
/// entries than one would make by acting. With tenants, which are ids of environments, each entry tells of a person, and
/// is sealed for one of them after the other. With a count of 0 nothing is written.
///
/// usage: seed-log DATA ROOT-KEY COUNT [TENANT...]
@main
enum LogSeeder {
    private static let batch: UInt64 = 100_000
    private static let proofs = 2000

    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count >= 4, let count = UInt64(words[3]) else {
            throw SeedingError(description: "usage: seed-log DATA ROOT-KEY COUNT [TENANT...]")
        }
        // The folder is for its owner alone, as the server leaves it.
        umask(0o077)
        let store = try await SQLiteStore.open(
            folder: words[1], provider: KeyFileProvider(path: words[2], randomBytes: SecureRandom.system),
            publish: { _ in }, onPoison: { _ in })
        let entries = SeededEntries(count: count, tenants: Array(words.dropFirst(4)))
        for start in stride(from: 0, to: count, by: UInt64.Stride(Self.batch)) {
            let numbers = start..<min(start + Self.batch, count)
            try await store.write(.ordinary) { transaction in
                for number in numbers { try transaction.append(entries.draft(number)) }
            }
        }
        if count > 0 { try await PublishedLog(store: store, folder: URL(fileURLWithPath: words[1] + "/audit")).write() }
        let micros = try await Self.proofTimes(store).sorted()
        let report: [String: Any] = [
            "key": store.logKey.description, "proof_p50_us": micros[micros.count / 2],
            "proof_p99_us": micros[micros.count * 99 / 100],
        ]
        FileHandle.standardOutput.write(try JSONSerialization.data(withJSONObject: report))
        await store.close()
    }

    /// Microseconds that proofs of random entries take in the store.
    private static func proofTimes(_ store: SQLiteStore) async throws -> [Double] {
        try await store.read { reader in
            guard let size = try reader.auditHead()?.size, size > 0 else {
                throw SeedingError(description: "the log is empty")
            }
            return try (0..<Self.proofs).map { _ in
                let index = UInt64.random(in: 0..<size)
                let began = ContinuousClock.now
                let proof = try reader.auditProof(of: index)
                let taken = began.duration(to: .now)
                guard proof != nil else { throw SeedingError(description: "entry \(index) cannot be proven") }
                return taken / .microseconds(1)
            }
        }
    }
}

struct SeedingError: Error, CustomStringConvertible {
    let description: String
}
