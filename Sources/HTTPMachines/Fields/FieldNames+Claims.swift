/// Fields by which a client could claim to be someone, to come from somewhere, or to mean another request than the one it
/// sends: what gateways and load balancers tell the servers behind them, and servers believe.
///
/// All are told apart with any symbol read as `-`: servers that hand fields to programs as environment variables cannot
/// tell `_`, `.` and `-` apart.
extension FieldNames {
    /// Among the names that begin with `x`.
    static func extensionClaim(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        guard name.count > 3 else { return .other }
        switch bytes[name.lowerBound + 2] | 0x20 {
        case 0x61:  // a
            return begins(bytes, name, "x-authenticated-") || begins(bytes, name, "x-auth-request-")
                || begins(bytes, name, "x-anonymous-consumer") ? .foreignIdentity : .other
        case 0x63:  // c
            return consumerOrClient(bytes, name)
        case 0x65:  // e
            return begins(bytes, name, "x-envoy-") ? .forwardedOther : .other
        case 0x66:  // f
            return begins(bytes, name, "x-forwarded") ? .forwardedOther : .other
        case 0x68:  // h
            if equals(bytes, name, "x-http-method-override") || equals(bytes, name, "x-http-method") {
                return .methodOverride
            }
            return equals(bytes, name, "x-host") || equals(bytes, name, "x-http-host-override")
                ? .forwardedOther : .other
        case 0x6d:  // m
            return equals(bytes, name, "x-method-override") ? .methodOverride : .other
        case 0x6f:  // o
            return begins(bytes, name, "x-original-") ? .forwardedOther : .other
        case 0x72:  // r
            return begins(bytes, name, "x-rewrite-") || begins(bytes, name, "x-remote-")
                || equals(bytes, name, "x-real-ip") ? .forwardedOther : .other
        case 0x73:  // s
            return begins(bytes, name, "x-ssl-") ? .forwardedOther : .other
        case 0x74:  // t
            return equals(bytes, name, "x-true-client-ip") ? .forwardedOther : .other
        case 0x75:  // u
            return equals(bytes, name, "x-unkey-principal") ? .foreignIdentity : .other
        case 0x77:  // w
            return begins(bytes, name, "x-webauth-") ? .foreignIdentity : .other
        default:
            return .other
        }
    }

    private static func consumerOrClient(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        if begins(bytes, name, "x-consumer-") || equals(bytes, name, "x-credential-identifier") {
            return .foreignIdentity
        }
        return equals(bytes, name, "x-client-ip") || equals(bytes, name, "x-cluster-client-ip")
            || begins(bytes, name, "x-client-cert") ? .forwardedOther : .other
    }

    /// Among all other names. `Proxy` becomes the variable HTTP_PROXY in programs that get fields as variables.
    static func standardClaim(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        let isClaim =
            switch bytes[name.lowerBound] | 0x20 {
            case 0x63:  // c
                equals(bytes, name, "client-ip") || begins(bytes, name, "client-cert")
                    || begins(bytes, name, "cf-connecting-ip")
            case 0x66:  // f
                begins(bytes, name, "forwarded-") || equals(bytes, name, "fastly-client-ip")
            case 0x70:  // p
                equals(bytes, name, "proxy") || equals(bytes, name, "proxy-client-ip")
            case 0x72:  // r
                equals(bytes, name, "remote-user") || equals(bytes, name, "remote-addr")
            case 0x73:  // s
                begins(bytes, name, "ssl-client-")
            case 0x74:  // t
                equals(bytes, name, "true-client-ip")
            case 0x77:  // w
                equals(bytes, name, "wl-proxy-client-ip")
            default:
                false
            }
        return isClaim ? .forwardedOther : .other
    }

    @inline(__always)
    private static func begins(_ bytes: Span<UInt8>, _ name: ByteRange, _ text: StaticString) -> Bool {
        ByteText.hasPrefixFoldingSymbols(bytes, name, text)
    }

    @inline(__always)
    private static func equals(_ bytes: Span<UInt8>, _ name: ByteRange, _ text: StaticString) -> Bool {
        ByteText.equalsFoldingSymbols(bytes, name, text)
    }
}
