import Foundation
import Testing

@testable import gatehouse

/// Every command against a real server: what `--json` prints keeps to the schema in `docs/schemas/cli`.
@Suite struct ServedSchemaTests {
    /// Command lines in an order in which each finds what it needs, under the command whose schema judges it.
    private static let script: [(command: String, rest: String)] = [
        ("projects create", "shop"), ("projects create", "other --dry-run"), ("projects list", ""),
        ("projects show", "shop"), ("projects update", "shop --default-expiry 30d"),
        ("environments create", "live --project shop --tag live"),
        ("environments create", "staging --project shop --tag stage"), ("environments list", "--project shop"),
        ("environments show", "live --project shop"),
        ("environments update", "live --project shop --foreign-tokens admit"),
        ("identities create", "team --project shop --type team"),
        ("identities list", "--project shop"), ("identities show", "team"),
        ("identities update", "team --rename crew"), ("identities erase", "crew --confirm=crew"),
        ("slots list", ""), ("slots add", "--kind file --source spare.key --dry-run"), ("slots test", "0"),
        ("slots remove", "0 --show-request"), ("seal", "--dry-run"), ("unseal", ""),
        ("roles create", "reader --project shop --permission orders:read"), ("roles list", "--project shop"),
        ("roles show", "reader"), ("roles update", "reader --permission orders:list --yes"),
        ("keys create", "ci --project shop --environment live --owner crew --role reader --limit 5/1m --tag a"),
        ("keys create", "dry --project shop --environment live --dry-run"),
        ("keys create", "shown --project shop --environment live --show-request"), ("keys list", "--project shop"),
        ("keys show", "ci"), ("keys update", "ci --tag b"), ("keys suspend", "ci --yes"), ("keys resume", "ci"),
        ("keys rotate", "ci --yes"), ("keys rotate", "ci --cancel --yes"),
        ("keys withdraw", "ci --route demo-read --yes"),
        ("keys grant", "ci --permission orders:read --for 1h --reason probe"), ("keys end-grant", "ci"),
        ("keys change", "--tag b --add-denied billing/**:* --confirm=b"),
        ("policies create", "office --project shop --environment live --network 192.0.2.0/24 --step-up grant:15m"),
        ("policies list", ""), ("policies show", "office"), ("policies report", ""),
        ("policies update", "office --mode shadow --rollout 10 --limit fair=5/1m --yes"),
        ("policies promote", "office --to staging --dry-run"),
        ("review list", "--project shop"), ("review propose", "ci"),
        ("review sign-off", "--owner crew --note probe"), ("review sign-off", "--owner crew --dry-run"),
        ("review owners", "--project shop"),
        ("keys revoke", "ci --version 2 --confirm=ci --dry-run"), ("keys revoke", "--tag b --dry-run"),
        ("keys revoke", "--tag nobody --confirm=nobody"), ("keys revoke", "ci --confirm=ci"),
        ("operators create", "vera --level viewer"), ("operators create", "eve --never-expires --reason probe"),
        ("operators list", ""), ("operators show", "vera"), ("operators revoke", "vera --confirm=vera"),
        ("operators erase", "vera --confirm=vera"),
        ("rotation start", "root"), ("rotation start", "pepper --environment live --project shop --dry-run"),
        ("rotation start", "pepper --environment live --project shop --leaked"),
        ("rotation start", "log-key"), ("rotation list", ""),
        ("audit list", ""), ("audit show", "0"), ("audit prove", "0"), ("audit checkpoint", ""), ("audit key", ""),
        ("audit keys", ""),
        ("doctor", ""), ("upstreams list", ""),
        ("clock show", ""), ("clock follow", "--dry-run"), ("clock follow", "--yes"),
        ("config check", ""), ("config show", ""), ("version", ""),
    ]

    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `every command prints what its schema says`() throws {
        let server = try ServedGatehouse()
        var printed: [(document: String, command: String)] = []
        for (command, rest) in Self.script {
            let words = (command + " " + rest).split(separator: " ").map(String.init)
            let run = try ProgramRun(words + ["--json"], environment: ["GATEHOUSE_CONFIG": server.configuration])
            #expect(run.status == 0, "\(words): \(run.error)")
            printed.append((run.output, command))
        }
        for answer in [try server.get(nil), try server.get(server.firstToken)] {
            let run = try server.run("why", answer.requestID, "--json")
            printed.append((run.output, "why"))
        }
        #expect(SchemaCheck.objection(to: printed) == nil)
    }

    @Test(.enabled(if: SchemaCheck.isAvailable, "python3 has no jsonschema"))
    func `a document that does not keep to its schema is found among others`() throws {
        let good = (try ProgramRun(["version", "--json"]).output, "version")
        #expect(SchemaCheck.objection(to: [good, good]) == nil)
        for bad in ["{}", "[]", "no JSON", ""] {
            #expect(SchemaCheck.objection(to: [good, (bad, "version"), good])?.contains("version: ") == true)
        }
    }

    @Test func `no schema is left out`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: SchemaCheck.folder.path)
        let commands = Set(Self.script.map { $0.command.replacing(" ", with: "-") + ".json" })
        let others: Set = [
            "rotation-show.json", "rotation-resume.json", "rotation-keys.json", "rotation-leaked.json",
            "audit-verify.json", "init.json", "keys-import.json", "why.json", "witness-init.json", "witness-key.json",
            "witness-forget.json",
            "backup-create.json", "backup-verify.json", "restore.json", "fsck.json",
        ]
        #expect(Set(files).subtracting(commands) == others)
    }
}
