import ArgumentParser

/// When a key ends. With nothing said the server decides: by the project's policy, for an operator after 90 days.
struct ExpiryOptions: ParsableArguments {
    @Option(
        help: .init(
            "When the key ends: a span such as 90d, a date, or an RFC 3339 time. (default: the project's policy; for an operator 90d)",
            valueName: "when"))
    var expires: MomentText?

    @Flag(help: "The key never ends; wants --reason.")
    var neverExpires = false

    @Option(help: .init("Why the key never ends. (default: none)", valueName: "text"))
    var reason: String?

    func validate() throws {
        guard self.expires == nil || !self.neverExpires else {
            throw ValidationError("--expires and --never-expires exclude each other.")
        }
        guard self.neverExpires == (self.reason != nil) else {
            throw ValidationError("--never-expires and --reason TEXT go together.")
        }
    }

    /// The members that were given.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let expires = self.expires { members = expires.expiryMembers }
        if self.neverExpires { members["never_expires"] = true }
        if let reason = self.reason { members["never_expires_reason"] = .string(reason) }
        return members
    }
}
