import ArgumentParser

/// The options of every command that changes something.
struct WriteOptions: ParsableArguments {
    @Flag(help: "Run all checks and show the effect; change nothing.")
    var dryRun = false

    @Flag(help: "Print the curl line that would do the same; send nothing.")
    var showRequest = false

    @Option(
        help: .init(
            "Write the proof that the act is in the audit log to this new file. (default: nowhere)", valueName: "path"),
        completion: .file())
    var proofFile: String?

    /// Whether nothing changes, so that nothing has to be confirmed.
    var isHarmless: Bool { self.dryRun || self.showRequest }
}
