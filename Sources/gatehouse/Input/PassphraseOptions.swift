import ArgumentParser

/// Where a passphrase comes from: never the command line, which everybody on the machine can read.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: .init(
            "Read the passphrase from the lines of this private file; - reads standard input. (default: ask)",
            valueName: "path"),
        completion: .file())
    var passphraseFile: String?
}
