import ArgumentParser

/// The key a command is about.
struct KeyReference: ParsableArguments {
    @Argument(help: "The key: id, name or hint.", completion: LiveNames.of(.keys))
    var key: String
}
