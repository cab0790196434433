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
