import ArgumentParser

/// The root of the command tree.
struct GatehouseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatehouse",
        abstract: "Issues API keys, guards APIs with them, rotates and revokes them.",
        discussion: """
            EXAMPLES
              gatehouse init                                    write a configuration and a root key
              gatehouse serve                                   run the gateway and the admin API
              gatehouse keys create ci --project demo           issue a key; its secret is shown once
              gatehouse keys rotate ci                          new secret, old one works on for 24 h
              gatehouse why req_K7Qm…                           explain one decision

            Where next: gatehouse help exit-codes | environment | formatting | permissions
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Objects",
                subcommands: [
                    KeysCommand.self, ProjectsCommand.self, EnvironmentsCommand.self, IdentitiesCommand.self,
                    RolesCommand.self, PoliciesCommand.self, OperatorsCommand.self, AuditCommand.self,
                ]),
            CommandGroup(
                name: "Server",
                subcommands: [
                    ServeCommand.self, SealCommand.self, UnsealCommand.self, SlotsCommand.self, RotationCommand.self,
                    BackupCommand.self, RestoreCommand.self, FsckCommand.self, ClockCommand.self, InitCommand.self,
                    ConfigCommand.self,
                    DemoUpstreamCommand.self, CompletionCommand.self, VersionCommand.self, WitnessCommand.self,
                ]),
            CommandGroup(
                name: "Questions",
                subcommands: [WhyCommand.self, DoctorCommand.self, ReviewCommand.self, UpstreamsCommand.self]),
        ])
}
