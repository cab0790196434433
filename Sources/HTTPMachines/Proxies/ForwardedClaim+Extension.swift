import Keys

/// `X-Forwarded-For`, `-Proto` and `-Host`: no standard, but what nearly every proxy writes.
extension ForwardedClaim {
    /// From the right, over all lines: what stands left of the first that is no proxy of ours is anybody's writing, and is
    /// not looked at.
    static func readExtensionFields(
        _ fields: borrowing FieldTable, _ bytes: Span<UInt8>, _ isTrusted: (IPAddress) -> Bool
    ) -> Outcome {
        var last: IPAddress?
        var count = 0
        for index in stride(from: fields.count - 1, through: 0, by: -1) where fields[index].known == .forwardedFor {
            var hops = ForwardedHops(fields[index].value)
            while let hop = hops.next(in: bytes) {
                if hop.isEmpty { continue }
                count += 1
                guard count <= Self.mostElements else { return .unreadable }
                switch NodeName(bytes.extracting(hop.offsets), needsBrackets: false) {
                case .unreadable: return .unreadable
                case .hidden: return .nothing
                case .address(let address):
                    last = address
                    if !isTrusted(address) { return .claim(self.whole(address, fields, bytes)) }
                }
            }
        }
        return last.map { .claim(self.whole($0, fields, bytes)) } ?? .nothing
    }

    private static func whole(
        _ address: IPAddress, _ fields: borrowing FieldTable, _ bytes: Span<UInt8>
    ) -> ForwardedClaim {
        var claim = ForwardedClaim(address: address)
        if let value = self.single(.forwardedProto, fields) { claim.isSecure = self.isSecure(value, bytes) }
        if let value = self.single(.forwardedHost, fields), HostRules.isValid(value, in: bytes) { claim.host = value }
        return claim
    }

    /// The value of a field that is there once.
    private static func single(_ known: KnownField, _ fields: borrowing FieldTable) -> ByteRange? {
        guard let index = fields.firstIndex(of: known), fields.firstIndex(of: known, from: index + 1) == nil else {
            return nil
        }
        return fields[index].value
    }

    /// `https` or `http`; `nil` for anything else.
    static func isSecure(_ value: ByteRange, _ bytes: Span<UInt8>) -> Bool? {
        if ByteText.equalsFoldingCase(bytes, value, "https") { return true }
        return ByteText.equalsFoldingCase(bytes, value, "http") ? false : nil
    }
}
