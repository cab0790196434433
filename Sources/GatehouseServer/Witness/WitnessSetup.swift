package import Auditing
package import Cryptography
import Foundation

/// What `gatehouse witness init` leaves behind: a configuration and a key. Nothing that is there is ever replaced.
package struct WitnessSetup: Sendable {
    package var configurationFile: String
    package var name: String
    package var stateFolder: String
    package var keyFile: String
    /// The logs it is to look after, by their keys.
    package var logs: [NoteVerifierKey]

    package init(
        configurationFile: String, name: String, stateFolder: String, keyFile: String, logs: [NoteVerifierKey]
    ) {
        self.configurationFile = Self.absolute(configurationFile)
        self.name = name
        self.stateFolder = Self.absolute(stateFolder)
        self.keyFile = Self.absolute(keyFile)
        self.logs = logs
    }

    /// Creates the key unless there is one, then the configuration.
    ///
    /// - Throws: `StartFailure`.
    package func create(randomBytes: @escaping RandomBytes = SecureRandom.system) throws(StartFailure) {
        guard NoteName.isValid(self.name) else {
            throw StartFailure(
                .configuration, "'\(self.name)' is no name for a witness: no spaces and no '+', at most 255 bytes")
        }
        do {
            if !FileManager.default.fileExists(atPath: self.keyFile) {
                try ServerSetup.makeFolder(of: self.keyFile, mode: 0o700)
                try KeyFile.create(self.keyFile, randomBytes: randomBytes)
            }
            try ServerSetup.makeFolder(of: self.configurationFile, mode: 0o755)
        } catch {
            throw StartFailure(error)
        }
        do {
            try Data(self.text.utf8).write(
                to: URL(fileURLWithPath: self.configurationFile), options: .withoutOverwriting)
        } catch {
            throw StartFailure(.cannotCreate, "\(self.configurationFile) cannot be written")
        }
    }

    private var text: String {
        let logs = self.logs.map { "  - origin: \(Self.quoted($0.name))\n    keys: [\(Self.quoted($0.description))]\n" }
        return """
            # A witness of audit logs: docs/witness.md

            # What its cosignatures are signed with by name. Never changes once a log knows it.
            name: \(Self.quoted(self.name))

            # Its private key. Back it up; whoever has it can cosign in its name.
            key:
              file: \(Self.quoted(self.keyFile))

            # What it remembers: the last checkpoint of each log. Never put an older copy back.
            state: \(Self.quoted(self.stateFolder))

            address: 127.0.0.1
            port: 8083

            # Whose checkpoints it cosigns: the origin and the keys that may sign.
            logs:\(logs.isEmpty ? " []" : "")
            \(logs.joined())
            """
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.reduce(into: "") { $0 += ["\"", "\\"].contains($1) ? "\\\($1)" : "\($1)" } + "\""
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
