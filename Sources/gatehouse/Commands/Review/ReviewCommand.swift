import ArgumentParser

/// `gatehouse review`
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look through keys for what may be wrong with them, propose less, and write down who stands by them.",
        discussion: """
            EXAMPLES
              gatehouse review --project demo
              gatehouse review propose ci --apply
              gatehouse review sign-off --owner billing --note "November"
              gatehouse review owners --only-due
            """,
        subcommands: [ReviewList.self, ReviewPropose.self, ReviewSignOff.self, ReviewOwners.self],
        defaultSubcommand: ReviewList.self)
}
