import Keys

extension MemoryTransaction {
    func foreignCredentials(
        _ query: ForeignCredentialQuery, after: KeyID?, limit: Int
    ) -> [ForeignCredential] {
        self.tables.foreignCredentials.values
            .filter { credential in after.map { credential.keyID > $0 } ?? true && query.matches(credential) }
            .sorted { $0.keyID < $1.keyID }.prefix(max(limit, 0)).map(\.self)
    }

    func insert(_ credential: ForeignCredential) throws(StorageError) {
        let name = ForeignCredentialQuery.named(
            credential.foreignID, credential.source, credential.environmentID)
        try self.refuse(
            !self.foreignCredentials(name, after: nil, limit: 1).isEmpty, "the foreign key of \(credential.keyID)")
        try self.insert(credential, credential.keyID, \.foreignCredentials)
        self.didChange(.foreignCredential(credential))
    }

    func update(_ credential: ForeignCredential) throws(StorageError) {
        try self.update(credential, credential.keyID, \.foreignCredentials, \.revision)
        self.didChange(.foreignCredential(credential))
    }
}
