import ArgumentParser

/// What a key may do and from where: the options that `create` and `update` share.
struct KeyAttributes: ParsableArguments {
    @Option(
        help: .init("The accountable identity: id or name. (default: none)", valueName: "identity"),
        completion: LiveNames.of(.identities))
    var owner: String?

    @OptionGroup var permissions: PermissionOptions

    @Option(
        name: .customLong("role"),
        help: .init("A role, by id or name; may be repeated. (default: none)", valueName: "role"),
        completion: LiveNames.of(.roles))
    var roles: [String] = []

    @Option(help: "The outer limit whatever is granted: read_only, standard or admin. (default: standard)")
    var boundary: BoundaryChoice?

    @OptionGroup var restrictions: RestrictionOptions

    @Option(
        name: .customLong("limit"),
        help: .init(
            "A limit such as 100/1m, api=10/1s,1000/1h, burst=50/1s+200, 9000/month or 8/concurrent, with ^150%/30d to be raised after 30 clean days; may be repeated. (default: none)",
            valueName: "limit"))
    var limits: [LimitText] = []

    @Option(
        help: .init(
            "Credits, used up over and above limits: 1000, or 1000/monthly to be filled up again. (default: none)",
            valueName: "credits"))
    var credits: CreditsText?

    @Option(name: .customLong("tag"), help: .init("A tag; may be repeated. (default: none)", valueName: "tag"))
    var tags: [String] = []

    @OptionGroup var expiry: ExpiryOptions

    @Option(
        name: .customLong("metadata"),
        help: .init("A note such as team=payments; may be repeated. (default: none)", valueName: "name=value"))
    var metadata: [MetadataText] = []

    @Option(
        help: .init("Before this the key admits nobody: a span, a date or a time. (default: now)", valueName: "when"))
    var starts: MomentText?

    /// The members that were given, names turned into ids.
    func members(in session: Session, project: APIRequest.Parameter) async throws -> [String: JSONValue] {
        var members = self.permissions.members
        if let owner = self.owner {
            members["owner_id"] = .string(try await session.resolve(owner, in: .identities, scope: [project]).id)
        }
        if !self.roles.isEmpty {
            members["roles"] = try await session.ids(self.roles, in: .roles, scope: [project])
        }
        if let boundary = self.boundary { members["boundary"] = .string(boundary.rawValue) }
        if !self.limits.isEmpty { members["limits"] = .array(self.limits.map(\.document)) }
        if let credits = self.credits { members["credits"] = credits.document }
        if !self.tags.isEmpty { members["tags"] = .strings(self.tags) }
        if !self.metadata.isEmpty {
            let pairs = self.metadata.map { ($0.name, JSONValue.string($0.value)) }
            members["metadata"] = .object(Dictionary(pairs) { $1 })
        }
        if let starts = self.starts { members["starts_at"] = .string(starts.future(from: session.output.now)) }
        if let restrictions = self.restrictions.document { members["restrictions"] = restrictions }
        return members.merging(self.expiry.members) { $1 }
    }
}
