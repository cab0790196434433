import Keys

extension Restrictions {
    var document: JSONValue {
        .members([
            "allowed_addresses": .strings(self.allowedAddresses.map(\.description)),
            "denied_addresses": .strings(self.deniedAddresses.map(\.description)),
            "methods": self.methods.map { .strings($0.methods.map(\.name)) },
            // Said only of keys that have some: most have none.
            "certificates": self.certificates.isEmpty ? nil : .strings(self.certificates.map(\.description)),
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
            let certificates = reader.optional(
                "certificates", Field<[CertificateThumbprint]>.list(Restrictions.mostCertificates, of: .thumbprint))
            try reader.finish()
            return .init(
                allowedAddresses: allowed, deniedAddresses: denied, methods: methods.map { MethodSet($0) },
                certificates: certificates ?? [])
        }
    }
}

extension Field where Value == CertificateThumbprint {
    fileprivate static var thumbprint: Self {
        .parsed("the SHA-256 of a certificate: 64 hexadecimal digits") { CertificateThumbprint($0) }
    }
}

extension Field where Value == RequestMethod {
    fileprivate static var method: Self {
        .parsed("one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE") { RequestMethod(name: $0) }
    }
}
