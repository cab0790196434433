import ArgumentParser

/// `gatehouse backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up the running server, and try backups.",
        discussion: """
            EXAMPLES
              gatehouse backup create shop.backup
              gatehouse backup create - | ssh vault 'cat > shop.backup'
              gatehouse backup verify shop.backup

            To make a data folder out of one: gatehouse restore
            """,
        subcommands: [BackupCreate.self, BackupVerify.self])
}
