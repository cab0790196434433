import Keys

extension ApplicationRule {
    /// `{"android":[{"package_name":…,"sha1_fingerprint":…}],"bundle_ids":[…]}`
    static func document(of rules: [ApplicationRule]) -> JSONValue {
        var android: [JSONValue] = []
        var bundles: [String] = []
        for rule in rules {
            switch rule {
            case .android(let package, let certificate):
                android.append(
                    .members([
                        "package_name": .string(package), "sha1_fingerprint": .string(certificate.description),
                    ]))
            case .iOS(let bundle): bundles.append(bundle)
            }
        }
        return .members([
            "android": android.isEmpty ? nil : .array(android), "bundle_ids": bundles.isEmpty ? nil : .strings(bundles),
        ])
    }
}

extension Field where Value == [ApplicationRule] {
    static var applications: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let most = FurtherRestrictions.most / 2
            let android = reader.optional("android", Field<[ApplicationRule]>.list(most, of: .android)) ?? []
            let bundles = reader.optional("bundle_ids", Field<[ApplicationRule]>.list(most, of: .bundle)) ?? []
            try reader.finish()
            return android + bundles
        }
    }
}

extension Field where Value == ApplicationRule {
    fileprivate static var android: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let package = reader.required("package_name", .applicationName)
            let certificate = reader.required("sha1_fingerprint", .fingerprint)
            try reader.finish()
            return .android(package: try package.get(), certificate: try certificate.get())
        }
    }

    fileprivate static var bundle: Self {
        .parsed("the identifier of a bundle such as com.example.app") {
            ApplicationRule.isName($0) ? .iOS(bundle: $0) : nil
        }
    }
}

extension Field where Value == String {
    fileprivate static var applicationName: Self {
        .parsed("the name of a package such as com.example.app") { ApplicationRule.isName($0) ? $0 : nil }
    }
}

extension Field where Value == ApplicationRule.Fingerprint {
    fileprivate static var fingerprint: Self {
        .parsed("the SHA-1 of a certificate: 40 hexadecimal digits, colons allowed between bytes,") { .init($0) }
    }
}
