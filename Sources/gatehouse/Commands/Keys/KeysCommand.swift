import ArgumentParser

/// `gatehouse keys`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Create, import, list, show and change keys, suspend, resume, rotate and revoke them.",
        discussion: """
            EXAMPLES
              gatehouse keys create ci --project demo --environment live --permission documents:read
              gatehouse keys list --state active --tag payments
              gatehouse keys show gk_live_K7Qm...x9Zt
              gatehouse keys rotate ci --overlap 1h
              gatehouse keys revoke ci

            A key is named by its id, its name, or its hint.
            """,
        subcommands: [
            KeysCreate.self, KeysList.self, KeysShow.self, KeysUpdate.self, KeysSuspend.self, KeysResume.self,
            KeysRotate.self, KeysRevoke.self, KeysWithdraw.self, KeysGrant.self, KeysEndGrant.self,
            KeysChange.self, KeysImport.self,
        ])

    static let columns = [
        Column("ID", "id", .id), Column("NAME", "name"), Column("STATE", "state", .state), Column("HINT", "hint"),
        Column("OWNER", "owner.id"), Column("PERMISSIONS", "permissions"),
        Column("LAST USED", "last_used.last_used_at", .time),
        Column("EXPIRES", "expires_at", .time), Column("CREATED", "created_at", .time),
    ]

    static let order = [
        "id", "name", "hint", "state", "project_id", "environment_id", "owner", "boundary", "permissions",
        "denied_permissions", "roles", "grants", "withdrawn_routes",
        "restrictions", "limits", "tags", "starts_at", "expires_at", "never_expires", "never_expires_reason",
        "metadata", "last_used", "versions", "rotation", "created_at",
        "created_by", "imported", "etag",
    ]
}
