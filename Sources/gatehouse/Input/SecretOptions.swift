import ArgumentParser

/// Where a secret goes.
struct SecretOptions: ParsableArguments {
    @Option(
        help: .init(
            "Write the secret to this new file, mode 0600, instead of printing it. (default: print it)",
            valueName: "path"),
        completion: .file())
    var secretFile: String?
}
