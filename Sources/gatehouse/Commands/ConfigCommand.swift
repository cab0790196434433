import ArgumentParser
import ConfigurationReading
import Foundation
import GatehouseServer

/// `gatehouse config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check and show the server's configuration.",
        discussion: """
            EXAMPLES
              gatehouse config check
              gatehouse config show --origin
            """,
        subcommands: [Check.self, Show.self])

    /// Which file, and what stdout carries.
    struct Options: ParsableArguments {
        @Option(
            help: .init(
                "The configuration file. (default: ./gatehouse.yaml, then /etc/gatehouse/gatehouse.yaml) [env: GATEHOUSE_CONFIG]",
                valueName: "path"),
            completion: .file(extensions: ["yaml", "yml"]))
        var config: String?

        @OptionGroup(title: "Output") var output: OutputOptions

        func read() throws -> (file: String, text: String) {
            try ServerFailure.translated {
                try ConfigurationSource.text(named: self.config ?? ServerLocation.configured)
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the configuration as the server would; exit 78 when it would refuse it.",
            discussion: """
                EXAMPLES
                  gatehouse config check
                  gatehouse config check --config /etc/gatehouse/gatehouse.yaml --json

                It also looks at the files and folders that are named, and warns on stderr: run it as the server's user.
                """)

        @OptionGroup var options: Options

        func run() throws {
            let output = try Output(self.options.output)
            let (file, text) = try self.options.read()
            let (configuration, remarks) = try ServerFailure.translated {
                let configuration = try ServerConfiguration(file: file, text: text)
                return (configuration, try ConfigurationPlaces.check(configuration))
            }
            for remark in remarks { output.remark("warning: " + remark) }
            try output.show(
                .members([
                    "file": .string(file), "state": "ok", "routes": .integer(Int64(configuration.routeCount)),
                    "upstreams": .integer(Int64(configuration.upstreamCount)),
                ]), order: ["file", "state", "upstreams", "routes"], essential: "state")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show every setting with the value in force.",
            discussion: """
                EXAMPLES
                  gatehouse config show
                  gatehouse config show --origin --json
                """)

        @Flag(help: "Also say where each value comes from: file and line, or default.")
        var origin = false

        @OptionGroup var options: Options

        func run() throws {
            let output = try Output(self.options.output)
            let (file, text) = try self.options.read()
            let listing = try ServerFailure.translated { try ConfigurationListing(file: file, text: text) }
            let items = listing.entries.map { entry in
                JSONValue.members([
                    "key": .string(entry.key), "value": .string(entry.value),
                    "origin": self.origin ? .string(entry.origin) : nil,
                ])
            }
            let columns = [Column("SETTING", "key", .id), Column("VALUE", "value")]
            try output.list(
                .members(["data": .array(items), "next_cursor": .null]),
                columns: self.origin ? columns + [Column("ORIGIN", "origin")] : columns, essential: "key")
        }
    }
}
