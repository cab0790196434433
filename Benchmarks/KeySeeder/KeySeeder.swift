import Cryptography
import Foundation
import KeyManagement
import Keys
import SQLiteStorage
import Storage

/// Puts keys into the data folder of a stopped server, a hundred thousand in a transaction and without entries of audit,
/// and writes their tokens to standard output, one a line: for measurements with more keys than one would issue singly.
///
/// usage: seed-keys DATA ROOT-KEY ENVIRONMENT-ID COUNT [ROLE-ID]
@main
enum KeySeeder {
    private static let batch = 100_000

    static func main() async throws {
        let words = CommandLine.arguments
        guard (5...6).contains(words.count), let environment = EnvironmentID(words[3]), let count = Int(words[4]) else {
            throw SeedingError(description: "usage: seed-keys DATA ROOT-KEY ENVIRONMENT-ID COUNT [ROLE-ID]")
        }
        let role = words.count == 6 ? RoleID(words[5]) : nil
        let store = try await SQLiteStore.open(
            folder: words[1], provider: KeyFileProvider(path: words[2], randomBytes: SecureRandom.system),
            publish: { _ in }, onPoison: { _ in })
        let peppers = PepperSealing(keys: store.keys, randomBytes: SecureRandom.system)
        for start in stride(from: 0, to: count, by: Self.batch) {
            let size = min(Self.batch, count - start)
            let tokens = try await store.write(.ordinary) { transaction in
                guard let home = try transaction.environment(environment),
                    let pepper = try transaction.peppers(of: environment).last
                else { throw SeedingError(description: "there is no environment \(environment)") }
                let mint = KeyMint(
                    environment: home, pepperVersion: pepper.version, hasher: try peppers.open(pepper), role: role)
                var lines: [UInt8] = []
                for _ in 0..<size { try transaction.insert(mint.key(appendingTokenTo: &lines)) }
                return lines
            }
            FileHandle.standardOutput.write(Data(tokens))
        }
        await store.close()
    }
}

struct SeedingError: Error, CustomStringConvertible {
    let description: String
}
