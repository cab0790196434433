import Keys
import Storage

extension ConformanceBench {
    func keepsForeignCredentials() async throws {
        var samples = RecordSamples(seed: 77)
        let environments = [samples.id(EnvironmentKind.self), samples.id()]
        let all = (0..<60).map { _ in
            samples.foreignCredential(of: samples.id(), in: samples.pick(environments))
        }
        try await self.store.write(.ordinary) { transaction in
            for credential in all { try transaction.insert(credential) }
        }
        var queries: [ForeignCredentialQuery] = [.all, .weak, .unprovable]
        for credential in all {
            queries.append(.ofKey(credential.keyID))
            queries.append(.named(credential.foreignID, credential.source, credential.environmentID))
            if let index = credential.proof.index { queries.append(.under(index, credential.environmentID)) }
        }
        for query in queries {
            let found = try await self.store.read { try $0.foreignCredentials(query, after: nil, limit: 1000) }
            try self.require(
                found == all.filter(query.matches).sorted { $0.keyID < $1.keyID }, "\(query) finds what it says")
        }
        let first = try await self.store.read { try $0.foreignCredentials(.all, after: nil, limit: 20) }
        let rest = try await self.store.read {
            try $0.foreignCredentials(.all, after: first.last?.keyID, limit: 1000)
        }
        try self.require(first.count == 20 && rest.count == 40, "pages go on after a key")
        try await self.refusesForeignDuplicates(all[0], samples.id())
        try await self.replacesForeignProofs(all[1])
    }

    private func refusesForeignDuplicates(_ known: ForeignCredential, _ other: KeyID) async throws {
        let sameName = ForeignCredential(
            keyID: other, environmentID: known.environmentID, source: known.source, foreignID: known.foreignID,
            proof: .reissue, pepperVersion: 1, importedAt: known.importedAt)
        for again in [known, sameName] {
            try await self.refuses(.duplicate, "a foreign key") { try $0.insert(again) }
        }
    }

    private func replacesForeignProofs(_ known: ForeignCredential) async throws {
        var changed = known
        changed.proof = .keyed(.init(words: (7, 7, 7, 7)))
        changed.revision += 1
        let update = changed
        try await self.store.write(.ordinary) { try $0.update(update) }
        let found = try await self.store.read { try $0.foreignCredentials(.ofKey(known.keyID), after: nil, limit: 1) }
        try self.require(found == [update], "a proof is replaced")
        try await self.refuses(.stale, "an older revision") { try $0.update(update) }
    }
}
