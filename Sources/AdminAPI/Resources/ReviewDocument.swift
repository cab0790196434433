import KeyManagement
import Keys

extension ReviewedKey {
    var document: JSONValue {
        let record = self.key.record
        return .members([
            "key_id": .id(record.id), "name": .string(record.name), "project_id": .id(record.projectID),
            "environment_id": .id(record.environmentID), "state": .string(self.key.status.rawValue),
            "owner": self.key.owner.map { ["type": .string($0.category.rawValue), "id": .id($0.id)] },
            "created_at": .time(record.createdAt), "last_used_at": self.key.lastUse.map { .time($0.at) },
            "observed_since_at": self.observedSince.map(JSONValue.time),
            "granted_permissions": .strings(self.granted.map(\.description)),
            "used_permissions": .array(
                self.used.map { ["permission": .string($0.permission.description), "last_used_at": .time($0.at)] }),
            "idle_permissions": .strings(self.idle.map(\.description)),
            "proposed_permissions": self.proposal.map { .strings($0.map(\.description)) },
            "findings": .array(
                self.findings.map { finding in
                    [
                        "kind": .string(finding.rawValue), "title": .string(self.title(of: finding)),
                        "fix": .string(self.fix(for: finding)),
                    ]
                }),
        ])
    }

    private func title(of finding: ReviewFinding) -> String {
        switch finding {
        case .neverUsed: return "Issued on \(Self.day(self.key.record.createdAt)), never used."
        case .unused: return "Not used since \(self.key.lastUse.map { Self.day($0.at) } ?? "it was issued")."
        case .idleNotice:
            return "Will be suspended on \(self.key.suspendsAt.map { Self.day($0) } ?? "") unless it is used."
        case .idlePastPolicy: return "Not used for longer than its project lets keys be."
        case .overPermitted:
            let since = self.observedSince.map { " since \(Self.day($0))" } ?? ""
            return "Used \(self.granted.count - self.idle.count) of \(self.granted.count) permissions\(since)."
        case .noExpiry: return "It never ends."
        case .noNetworkRule: return "It may be used from any network."
        case .noOwner: return "Nobody answers for it."
        }
    }

    /// A line that can be run as it stands, `OWNER` alone excepted: who answers for a key only people know, unless there
    /// is one identity only.
    private func fix(for finding: ReviewFinding) -> String {
        let id = self.key.record.id
        switch finding {
        case .idleNotice: return "gatehouse keys resume \(id) --reason needed"
        case .neverUsed, .unused, .idlePastPolicy: return "gatehouse keys suspend \(id) --reason unused --yes"
        case .overPermitted: return "gatehouse review propose \(id) --apply"
        case .noExpiry: return "gatehouse keys update \(id) --expires \(self.lifeDays)d"
        case .noNetworkRule:
            let place = "--project \(self.key.record.projectID) --environment \(self.key.record.environmentID)"
            let name = "network-" + id.description.dropFirst(KeyKind.prefix.count + 1).lowercased()
            return "gatehouse policies create \(name) \(place) --for-key \(id) \(self.networks) --mode shadow"
        case .noOwner: return "gatehouse keys update \(id) --owner \(self.soleOwner?.id.description ?? "OWNER")"
        }
    }

    /// Networks that nobody reaches it from by chance.
    private static let inner = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128",
    ]

    /// The address it was last used from; the inner networks where that is not known yet.
    private var networks: String {
        guard let address = self.key.lastUse?.address.description else {
            return Self.inner.map { "--network \($0)" }.joined(separator: " ")
        }
        return "--network \(address)/\(address.contains(":") ? 128 : 32)"
    }

    private static func day(_ time: WallTime) -> Substring { time.description.prefix(10) }
}

extension SignOffReview.Outcome {
    var document: JSONValue {
        [
            "identity_id": .id(self.owner.id), "name": .string(self.owner.name), "keys": .count(self.keys),
            "keys_with_findings": .count(self.keysWithFindings), "list_digest": .string(self.digest),
            "signed_off_at": .time(self.at),
        ]
    }
}
