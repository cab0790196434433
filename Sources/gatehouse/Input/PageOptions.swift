import ArgumentParser

/// For lists.
struct PageOptions: ParsableArguments {
    @Option(help: "Items on a page, 1 to 1000.")
    var limit = 50

    @Option(help: "Go on where the page before ended. (default: the start)")
    var cursor: String?

    @Flag(help: "Read all pages.")
    var all = false

    func validate() throws {
        guard (1...1000).contains(self.limit) else { throw ValidationError("--limit is 1 to 1000.") }
    }
}
