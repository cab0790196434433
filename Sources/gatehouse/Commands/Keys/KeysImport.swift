import ArgumentParser
import KeyImport
import KeyManagement
import Keys

/// `gatehouse keys import`
struct KeysImport: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in keys that another system issued. Their tokens go on working.",
        discussion: """
            EXAMPLES
              gatehouse keys import keys.csv --format csv --generator base62 --length 32 --dry-run
              gatehouse keys import kong.json --format kong --generator base62 --length 32
              aws apigateway get-api-keys --include-values | gatehouse keys import - --format aws
              gatehouse keys import unkey.json --format unkey --never-expires --reason "moved from Unkey"

            The environment must admit foreign tokens:
              gatehouse environments update live --foreign-tokens admit

            Tokens count as weak unless --generator and --length declare at least 112 bits; docs/import.md says what
            that means. An import can be repeated: what is there already stays as it is.
            """)

    @Argument(help: "The file with the keys; - reads standard input.", completion: .file())
    var file: String

    @Option(help: "Whose format it is: csv, json, unkey, kong, apisix, tyk or aws.")
    var format = FormatChoice.csv

    @Option(help: "The project: id or name. (default: the only one)", completion: LiveNames.of(.projects))
    var project: String?

    @Option(help: "The environment: id or name. (default: the only one)", completion: LiveNames.of(.environments))
    var environment: String?

    @Option(
        help: "Owns the keys that name no owner: id or name of an identity. (default: nobody)",
        completion: LiveNames.of(.identities))
    var identity: String?

    @Option(
        help: """
            What tokens were drawn from: digits, hex, base32, base36, base58, base62, base64, uuid4 or chosen. \
            (default: chosen)
            """)
    var generator: GeneratorChoice?

    @Option(help: "Random characters in a token. (default: none)")
    var length: Int?

    @OptionGroup(title: "The end of keys that do not say it") var expiry: ExpiryOptions

    @Flag(help: "Run all checks on every key and show what would come of it; change nothing.")
    var dryRun = false

    @OptionGroup var server: ServerOptions

    func validate() throws {
        if let length = self.length, !(0...DeclaredStrength.longest).contains(length) {
            throw ValidationError("--length is at most \(DeclaredStrength.longest).")
        }
        let isSelfSufficient = self.generator == .uuid4 || self.generator == .chosen
        guard self.generator == nil ? self.length == nil : self.length != nil || isSelfSufficient else {
            throw ValidationError("--generator and --length go together.")
        }
    }

    func run(in session: Session) async throws {
        let read = ImportFile.read(try InputFile.read(self.file, atMost: ImportFile.largest), from: self.format.source)
        let project = try await session.project(self.project)
        let environment = try await session.environment(self.environment, in: project)
        var order: [String: JSONValue] = [
            "environment_id": .string(environment.id), "source": .string(self.format.rawValue),
        ]
        if let identity = self.identity {
            let scope = [APIRequest.Parameter(name: "project", value: project.id)]
            order["owner_id"] = .string(try await session.resolve(identity, in: .identities, scope: scope).id)
        }
        if let generator = self.generator { order["generator"] = .string(generator.rawValue) }
        // What has a length of its own, or none, need not be told one.
        if self.generator != nil { order["length"] = .integer(Int64(self.length ?? 0)) }
        order.merge(self.expiry.members) { $1 }
        var tally = ImportTally(read, isDryRun: self.dryRun)
        for batch in ImportBatches(read.keys) {
            tally.add(try await self.send(batch, order, session))
            if tally.seen.isMultiple(of: 1000) { session.output.note("\(tally.seen) of \(read.keys.count) keys") }
        }
        try tally.finish(session.output)
    }

    private func send(
        _ batch: [ImportedKey], _ order: [String: JSONValue], _ session: Session
    ) async throws -> JSONValue {
        var body = order
        body["keys"] = .array(batch.map(\.document))
        let request = APIRequest(.post, "/keys:import", body: .object(body))
        return try await session.send(self.dryRun ? request.asDryRun : request).document
    }

    /// Whose format a file has.
    enum FormatChoice: String, ExpressibleByArgument, CaseIterable {
        case csv, json, unkey, kong, apisix, tyk, aws

        var source: ImportSource { ImportSource(rawValue: self.rawValue) ?? .csv }
    }

    /// What tokens were drawn from.
    enum GeneratorChoice: String, ExpressibleByArgument, CaseIterable {
        case digits, hex, base32, base36, base58, base62, base64, uuid4, chosen
    }
}
