import ArgumentParser
import ConfigurationReading
import GatehouseServer

/// What opens a slot of the root key for commands that work on files, and which slot.
struct KeyOptions: ParsableArguments {
    @Option(
        help: .init("A key file. (default: that of the configuration, if there is one)", valueName: "path"),
        completion: .file())
    var rootKeyFile: String?

    @Option(help: .init("A credential of the service manager. (default: that of the configuration)", valueName: "name"))
    var credential: String?

    @Option(help: .init("Open this slot and no other. (default: whichever opens)", valueName: "number"))
    var slot: Int?

    @Option(
        help: .init(
            "Read passphrases from the lines of this private file; - reads standard input. (default: ask)",
            valueName: "path"),
        completion: .file())
    var passphraseFile: String?

    @Option(
        help: .init(
            "The server's configuration file. (default: ./gatehouse.yaml when there is one) [env: GATEHOUSE_CONFIG]",
            valueName: "path"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Flag(help: "Never ask; fail instead. [env: GATEHOUSE_NO_INPUT]")
    var noInput = false

    func validate() throws {
        guard self.slot.map({ (0..<16).contains($0) }) ?? true else {
            throw ValidationError("A slot is a number from 0 to 15.")
        }
    }

    var slotNumber: UInt8? { self.slot.map { UInt8(clamping: $0) } }

    /// The configuration, where one is named or found; on an empty host there is none.
    func configuration() throws -> ServerConfiguration? {
        let named = self.config ?? ServerLocation.configured
        guard named != nil || ConfigurationSource.isFound else { return nil }
        return try ServerFailure.translated {
            let (file, text) = try ConfigurationSource.text(named: named)
            return try ServerConfiguration(file: file, text: text)
        }
    }

    /// A key that is named goes before those of the configuration. Where none is, a person may be asked for what they do
    /// not open.
    func keys(_ configuration: ServerConfiguration?, _ output: Output) throws -> KeysAtHand {
        var keys = KeysAtHand(file: self.rootKeyFile, credential: self.credential)
        if let file = self.passphraseFile {
            for var bytes in try PassphraseSource(file: file, canAsk: false).all() {
                try ServerFailure.translated { try keys.take(passphrase: &bytes) }
            }
        }
        guard keys.isEmpty else { return keys }
        keys = KeysAtHand(file: configuration?.rootKeyFile, credential: configuration?.rootKeyCredential)
        let isSilenced = self.noInput || !(output.environment["GATEHOUSE_NO_INPUT"] ?? "").isEmpty
        if output.terminal.canAsk, !isSilenced, output.format != .json {
            keys.ask = { question in Prompt.secret(question).map { Array($0.utf8) } }
        }
        return keys
    }
}
