import Foundation

/// Finds the operator key for a server that asks for one: never on the command line.
struct CredentialSource: Sendable {
    let environment: [String: String]
    let canAsk: Bool
    /// Whether a remark may be printed: not under `--json`, not during completion.
    let mayWarn: Bool

    /// The name looked for in `$CREDENTIALS_DIRECTORY`.
    static let credentialName = "gatehouse-token"

    /// The file the key would come from, for `--show-request`.
    var file: String? {
        if let folder = self.environment["CREDENTIALS_DIRECTORY"] {
            let path = folder + "/" + Self.credentialName
            if access(path, F_OK) == 0 { return path }
        }
        return self.environment["GATEHOUSE_TOKEN_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The key, from a file, a descriptor's end (`-`), the environment (with a warning) or a prompt without echo.
    func token() throws -> OperatorToken {
        if let file = self.file { return try self.checked(SecretFile.read(file)) }
        if let text = self.environment["GATEHOUSE_TOKEN"], !text.isEmpty {
            self.warn("an operator key in the environment is seen by every child process; use GATEHOUSE_TOKEN_FILE")
            return try self.checked(text)
        }
        guard self.canAsk, let text = Prompt.secret("Operator key: ") else {
            throw CommandFailure(
                .notSignedIn, code: "credential_missing", "This server asks for an operator key.",
                fix: "set GATEHOUSE_TOKEN_FILE to a file with mode 0600 that holds one")
        }
        return try self.checked(text)
    }

    private func warn(_ text: String) {
        if self.mayWarn { StandardStream.error.writeLine("warning: " + text) }
    }

    private func checked(_ text: String) throws -> OperatorToken {
        guard let token = OperatorToken(firstLineOf: text) else {
            throw CommandFailure(.malformedInput, code: "credential_malformed", "What was given is no operator key.")
        }
        return token
    }
}
