import Auditing
import KeyManagement

extension Reply {
    /// The answer to a create. `secret` is shown in this answer and never again.
    static func created<Value>(
        _ outcome: WriteOutcome<Value>, at location: String, _ document: JSONValue, revision: UInt64? = nil,
        secret: OneTimeToken? = nil
    ) -> Reply {
        guard !outcome.isDryRun else { return .dryRun(document) }
        var reply = Reply(status: 201, document.adding("secret", secret?.text).adding(outcome))
        reply.fields.append(("Location", location))
        if let revision { reply = reply.tagged(revision) }
        if outcome.isReplay { reply.fields.append(("Idempotent-Replayed", "true")) }
        return reply
    }

    /// The answer to an update or an act.
    static func changed<Value>(
        _ outcome: WriteOutcome<Value>, _ document: JSONValue, revision: UInt64?, radius: BlastRadius? = nil
    ) -> Reply {
        guard !outcome.isDryRun else { return .dryRun(document, radius: radius) }
        let reply = Reply(document.adding(outcome))
        return revision.map(reply.tagged) ?? reply
    }

    static func dryRun(_ effect: JSONValue, radius: BlastRadius? = nil) -> Reply {
        Reply(.members(["dry_run": true, "effect": effect, "blast_radius": radius?.document]))
    }
}

extension JSONValue {
    /// The object with one more member, when there is a value for it.
    func adding(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [.init(name: name, value: value)])
    }

    /// The object with what is said of every act: how far the gateway has acted on it, and its proof.
    func adding<Value>(_ outcome: WriteOutcome<Value>) -> JSONValue {
        self.adding("receipt", outcome.receiptDocument).adding("audit", outcome.auditDocument)
    }
}

extension OneTimeToken {
    /// The secret on its way into the one answer that shows it.
    fileprivate var text: JSONValue {
        self.withBytes { bytes in
            var text: [UInt8] = []
            for index in bytes.indices { text.append(bytes[index]) }
            return .string(String(decoding: text, as: Unicode.ASCII.self))
        }
    }
}

extension WriteOutcome {
    /// The entry of the act and its proof; of an act with several entries the last one, and the number of the first.
    fileprivate var auditDocument: JSONValue? {
        self.proofs.last.map { proof in
            .members([
                "first_sequence": self.entries.count > 1 ? .count(self.entries.lowerBound) : nil,
                "sequence": .count(proof.index), "proof": .string(proof.text),
            ])
        }
    }

    fileprivate var receiptDocument: JSONValue? {
        self.receipt.map { receipt in
            [
                "acknowledged": .count(receipt.acknowledged), "loops": .count(receipt.loops),
                "is_pending": .bool(receipt.isPending),
            ]
        }
    }
}
