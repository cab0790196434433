import ArgumentParser

/// The options of every command: what stdout carries.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print exactly one JSON document. [env: GATEHOUSE_FORMAT=json]")
    var json = false

    @Option(help: .init("Print these members only, such as “id,name,owner.id”. (default: all)", valueName: "names"))
    var fields: String?

    @Option(help: "Colour: auto, always or never. [env: NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR]")
    var color: ColourChoice = .auto

    @Flag(name: .shortAndLong, help: "Print the essential alone: the id, or the secret where there is one.")
    var quiet = false
}
