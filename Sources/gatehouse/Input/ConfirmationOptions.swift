import ArgumentParser

/// For acts that ask first.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Answer yes to a plain question. Does not answer where a name has to be typed.")
    var yes = false

    @Option(help: .init("The name that would have to be typed. (default: ask)", valueName: "name"))
    var confirm: String?
}
