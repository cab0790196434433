/// Tells the known fields apart: the length and the first letter leave one or two candidates to compare.
enum FieldNames {
    /// What the name means to us; `.other` for most names.
    @inline(__always)
    static func known(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x78: extensionField(bytes, name)
        case 0x67: ByteText.hasPrefixFoldingCase(bytes, name, "gatehouse") ? .gatehouse : .other
        case 0x73 where ByteText.hasPrefixFoldingSymbols(bytes, name, "sec-websocket-"): .webSocket
        default: ordinaryField(bytes, name)
        }
    }

    /// Whether the name differs from a framing field in nothing but the symbol between its words (`Content_Length`,
    /// `Transfer.Encoding`): a program behind the upstream that folds symbols would frame the message otherwise than
    /// everyone before it.
    @inline(__always)
    static func isFramingLookalike(_ bytes: Span<UInt8>, _ name: ByteRange) -> Bool {
        switch name.count {
        case 14: ByteText.equalsFoldingSymbols(bytes, name, "content-length")
        case 17: ByteText.equalsFoldingSymbols(bytes, name, "transfer-encoding")
        default: false
        }
    }

    private static func ordinaryField(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        let known = standardField(bytes, name)
        return known == .other ? standardClaim(bytes, name) : known
    }

    private static func standardField(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch name.count {
        case 2: one(bytes, name, "te", .te)
        case 3: one(bytes, name, "via", .via)
        case 4: either(bytes, name, "host", .host, "date", .date)
        case 6: sixLetters(bytes, name)
        case 7: sevenLetters(bytes, name)
        case 9: either(bytes, name, "forwarded", .forwarded, "ratelimit", .rateLimit)
        case 10: tenLetters(bytes, name)
        case 11: elevenLetters(bytes, name)
        case 12: one(bytes, name, "content-type", .contentType)
        case 13: one(bytes, name, "authorization", .authorization)
        case 14: either(bytes, name, "content-length", .contentLength, "http2-settings", .http2Settings)
        case 16: sixteenLetters(bytes, name)
        case 17: one(bytes, name, "transfer-encoding", .transferEncoding)
        case 18: one(bytes, name, "proxy-authenticate", .proxyAuthenticate)
        case 19: one(bytes, name, "proxy-authorization", .proxyAuthorization)
        case 25:
            either(
                bytes, name, "proxy-authentication-info", .proxyAuthenticationInfo, "strict-transport-security",
                .strictTransportSecurity)
        case 29: one(bytes, name, "access-control-request-method", .accessControlRequestMethod)
        default: .other
        }
    }

    private static func sixLetters(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x65: one(bytes, name, "expect", .expect)
        case 0x63: one(bytes, name, "cookie", .cookie)
        case 0x6f: one(bytes, name, "origin", .origin)
        default: either(bytes, name, "server", .server, "sunset", .sunset)
        }
    }

    private static func sevenLetters(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x75: one(bytes, name, "upgrade", .upgrade)
        default: either(bytes, name, "trailer", .trailer, "referer", .referer)
        }
    }

    private static func tenLetters(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x63: one(bytes, name, "connection", .connection)
        case 0x75: one(bytes, name, "user-agent", .userAgent)
        default: either(bytes, name, "keep-alive", .keepAlive, "set-cookie", .setCookie)
        }
    }

    private static func elevenLetters(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x74: one(bytes, name, "traceparent", .traceParent)
        default: either(bytes, name, "retry-after", .retryAfter, "deprecation", .deprecation)
        }
    }

    private static func sixteenLetters(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch bytes[name.lowerBound] | 0x20 {
        case 0x70: one(bytes, name, "proxy-connection", .proxyConnection)
        case 0x77: one(bytes, name, "www-authenticate", .wwwAuthenticate)
        default: one(bytes, name, "ratelimit-policy", .rateLimitPolicy)
        }
    }

    /// Names that begin with `x`. Claims count with any symbols between their words; what is read by us counts only as it is spelt.
    private static func extensionField(_ bytes: Span<UInt8>, _ name: ByteRange) -> KnownField {
        switch name.count {
        case 9 where ByteText.equalsFoldingCase(bytes, name, "x-api-key"): .apiKey
        case 9 where ByteText.equalsFoldingCase(bytes, name, "x-real-ip"): .realIP
        case 12 where ByteText.equalsFoldingSymbols(bytes, name, "x-request-id"): .requestID
        case 15 where ByteText.equalsFoldingCase(bytes, name, "x-forwarded-for"): .forwardedFor
        case 16 where ByteText.equalsFoldingCase(bytes, name, "x-forwarded-host"): .forwardedHost
        case 17 where ByteText.equalsFoldingCase(bytes, name, "x-forwarded-proto"): .forwardedProto
        default: extensionClaim(bytes, name)
        }
    }

    @inline(__always)
    private static func one(
        _ bytes: Span<UInt8>, _ name: ByteRange, _ text: StaticString, _ known: KnownField
    ) -> KnownField {
        ByteText.equalsFoldingCase(bytes, name, text) ? known : .other
    }

    @inline(__always)
    private static func either(
        _ bytes: Span<UInt8>, _ name: ByteRange, _ first: StaticString, _ firstKnown: KnownField,
        _ second: StaticString, _ secondKnown: KnownField
    ) -> KnownField {
        if ByteText.equalsFoldingCase(bytes, name, first) { return firstKnown }
        return one(bytes, name, second, secondKnown)
    }
}
