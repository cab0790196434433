import ArgumentParser
import Keys

/// An Android application on the command line: `com.example.app=SHA-1 of its certificate`.
struct AndroidText: Hashable, Sendable, ExpressibleByArgument {
    private let package: String
    private let fingerprint: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ApplicationRule.isName(parts[0]),
            let fingerprint = ApplicationRule.Fingerprint(parts[1])
        else { return nil }
        self.package = String(parts[0])
        self.fingerprint = fingerprint.description
    }

    /// The application in the admin API's shape.
    var document: JSONValue {
        .members(["package_name": .string(self.package), "sha1_fingerprint": .string(self.fingerprint)])
    }
}
