import ArgumentParser

/// Which keys a bulk revocation hits: all conditions hold together.
struct BulkSelection: ParsableArguments {
    @Option(
        help: .init("Keys this identity owns: id or name. (default: any)", valueName: "identity"),
        completion: LiveNames.of(.identities))
    var owner: String?

    @Option(help: .init("Keys with this tag. (default: any)", valueName: "tag"))
    var tag: String?

    @Option(
        help: .init("Keys of this project: id or name. (default: any)", valueName: "project"),
        completion: LiveNames.of(.projects))
    var project: String?

    var isEmpty: Bool { self.owner == nil && self.tag == nil && self.project == nil }
}
