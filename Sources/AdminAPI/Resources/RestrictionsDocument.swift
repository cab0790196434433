import Keys

extension Restrictions {
    var document: JSONValue {
        .members([
            "allowed_addresses": .strings(self.allowedAddresses.map(\.description)),
            "denied_addresses": .strings(self.deniedAddresses.map(\.description)),
            "methods": self.methods.map { .strings($0.methods.map(\.name)) },
        ])
    }
}

extension Field where Value == Restrictions {
    /// What is left out is not restricted.
    static var restrictions: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let ranges = Field<[NetworkRange]>.list(Restrictions.mostRanges, of: Field<NetworkRange>.networkRange)
            let allowed = reader.optional("allowed_addresses", ranges) ?? []
            let denied = reader.optional("denied_addresses", ranges) ?? []
            let methods = reader.optional("methods", Field<[RequestMethod]>.list(7, of: .method))
            try reader.finish()
            return .init(
                allowedAddresses: allowed, deniedAddresses: denied, methods: methods.map { MethodSet($0) })
        }
    }
}

extension Field where Value == RequestMethod {
    fileprivate static var method: Self {
        .parsed("one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE") { RequestMethod(name: $0) }
    }
}
