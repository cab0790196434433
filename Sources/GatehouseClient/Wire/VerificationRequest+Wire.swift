import HTTPTypes

extension VerificationRequest {
    /// The question as the native dialect writes it.
    func write(to writer: inout JSONWriter) {
        writer.object { members in
            members.member("key", self.key.text)
            if let permissions = self.permissions { members.member("permissions", permissions.description) }
            if let address = self.address { members.member("address", address) }
            if let method = self.method { members.member("method", method.rawValue) }
            if let certificate = self.certificate { members.member("certificate", certificate) }
            if let referrer = self.referrer { members.member("referrer", referrer) }
            if let origin = self.origin { members.member("origin", origin) }
            if let package = self.androidPackage { members.member("android_package", package) }
            if let certificate = self.androidCertificate { members.member("android_certificate", certificate) }
            if let bundle = self.iosBundle { members.member("ios_bundle", bundle) }
            if !self.limits.isEmpty {
                members.name("limits")
                members.array(self.limits) { writer, charge in
                    writer.object { members in
                        members.member("name", charge.name)
                        members.name("cost")
                        members.integer(charge.cost)
                    }
                }
            }
            if let cost = self.cost {
                members.name("cost")
                members.integer(cost)
            }
        }
    }
}
