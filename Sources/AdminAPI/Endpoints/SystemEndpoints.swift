import Cryptography
import KeyManagement

/// Sealing and opening the server, and the slots that its root key lies in: for those on the server's own machine.
///
/// A passphrase is the whole body, one a line, as bytes: it never becomes a text or a JSON value, which could not be
/// wiped. What else is to be said stands in the query.
struct SystemEndpoints: Sendable {
    let system: any SystemControl

    var endpoints: [Endpoint] {
        let item = "/v1/sys/slots/{slot_number}"
        return [
            .init(.get, "/v1/sys/seal", "showSeal", .local) { try await self.status($0) },
            .init(.post, "/v1/sys/seal", "seal", .local) { try await self.seal($0) },
            .init(.post, "/v1/sys/unseal", "unseal", .local, body: .passphrases) { try await self.unseal($0) },
            .init(.get, "/v1/sys/slots", "showSlots", .local) { try await self.list($0) },
            .init(.post, "/v1/sys/slots", "addSlots", .local, body: .passphrases) { try await self.add($0) },
            .init(.post, item + ":remove", "removeSlot", .local) { try await self.remove($0) },
            .init(.post, item + ":test", "testSlot", .local, body: .passphrases) { try await self.test($0) },
        ]
    }

    private func status(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        return Reply(try await self.system.status().document)
    }

    private func seal(_ call: Call) async throws -> Reply {
        let isDryRun = try call.isDryRun()
        let status = try await self.system.seal(by: call.caller(), isDryRun: isDryRun)
        return isDryRun ? .dryRun(status.document) : Reply(status.document)
    }

    private func unseal(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let slot = query.optional("slot", Self.slotNumber)
        try query.finish()
        guard call.passphrases.count <= 1 else { throw Problem(.requestMalformed, "One passphrase is enough.") }
        let status = try await self.system.unseal(with: call.passphrases.first, slot: slot, by: call.caller())
        return Reply(status.document)
    }

    private func list(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        return Reply(SlotDescription.page(try await self.system.slots()))
    }

    private func add(_ call: Call) async throws -> Reply {
        var query = try QueryReader(call.query)
        let kind = query.optional("kind", Field<SlotOrder.Kind>.choice)
        let source = query.optional("source", .text(Self.longestSource))
        let secondKind = query.optional("with_kind", Field<SlotOrder.Kind>.choice)
        let secondSource = query.optional("with_source", .text(Self.longestSource))
        let isDryRun = query.flag("dry_run")
        try query.finish()
        guard let kind else { throw Problem(.requestInvalid, "“kind” is wanted: file, passphrase or credential.") }
        var passphrases = call.passphrases[...]
        let first = try Self.part(kind, source, &passphrases)
        let second = try secondKind.map { try Self.part($0, secondSource, &passphrases) }
        guard passphrases.isEmpty else { throw Problem(.requestMalformed, "There are more passphrases than slots.") }
        let slots = try await self.system.addSlots(
            .init(first, togetherWith: second), by: call.caller(), isDryRun: isDryRun)
        let page = SlotDescription.page(slots)
        return isDryRun ? .dryRun(page) : Reply(page)
    }

    private func remove(_ call: Call) async throws -> Reply {
        let number = try Self.number(call)
        let isDryRun = try call.isDryRun()
        let page = SlotDescription.page(
            try await self.system.removeSlot(number, by: call.caller(), isDryRun: isDryRun))
        return isDryRun ? .dryRun(page) : Reply(page)
    }

    private func test(_ call: Call) async throws -> Reply {
        let number = try Self.number(call)
        var query = try QueryReader(call.query)
        let source = query.optional("source", .text(Self.longestSource))
        try query.finish()
        guard call.passphrases.count <= 1 else { throw Problem(.requestMalformed, "One passphrase is enough.") }
        let trial = SlotTrial(passphrase: call.passphrases.first, source: source)
        return Reply(try await self.system.testSlot(number, with: trial).document)
    }

    /// Longest path or name.
    private static let longestSource = 4096

    private static func part(
        _ kind: SlotOrder.Kind, _ source: String?, _ passphrases: inout ArraySlice<Passphrase>
    ) throws -> SlotOrder.Part {
        guard kind == .passphrase else { return .init(kind: kind, source: source) }
        guard let passphrase = passphrases.popFirst() else {
            throw Problem(.requestMalformed, "A passphrase slot takes its passphrase as a line of the body.")
        }
        guard source == nil else { throw Problem(.requestInvalid, "A passphrase slot has no source.") }
        return .init(kind: kind, passphrase: passphrase)
    }

    private static let slotNumber = Field<UInt8>.parsed("a number from 0 to \(RootKeySlot.most - 1)") { text in
        SystemEndpoints.slot(text)
    }

    private static func number(_ call: Call) throws -> UInt8 {
        guard let number = call.parameters["slot_number"].flatMap(Self.slot) else {
            throw Problem(.notFound, "A slot is a number from 0 to \(RootKeySlot.most - 1).")
        }
        return number
    }

    private static func slot(_ text: String) -> UInt8? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ ($0 &- 0x30) < 10 }), let number = UInt8(text),
            number < RootKeySlot.most, String(number) == text
        else { return nil }
        return number
    }
}
