import Admission
import Keys

/// Writes the answers of `POST /v2/keys.verifyKey`, in Unkey's names and units: times are unix milliseconds.
enum UnkeyAnswer {
    static func writeBegin(
        _ verification: Verification, _ code: StaticString, requestID: RequestID, to body: inout [UInt8]
    ) {
        body.write("{\"meta\":{\"requestId\":\"")
        body.writeID(requestID, prefix: "req_")
        body.write(
            verification.isValid
                ? "\"},\"data\":{\"valid\":true,\"code\":\"" : "\"},\"data\":{\"valid\":false,\"code\":\"")
        body.write(code)
        body.write("\"")
    }

    /// Appends what is said of a key that was found. Rights are said only when they were asked about.
    static func write(_ key: VerifiedKey, withRights: Bool, texts: inout GrantTexts, to body: inout [UInt8]) {
        body.write(",\"keyId\":\"")
        body.writeID(key.matched.keyID, prefix: "key_")
        body.write("\"")
        key.appendProfile(to: &body)
        if let end = key.endsAt {
            body.write(",\"expires\":")
            body.writeDecimal(end.milliseconds)
        }
        body.write(key.state == .active ? ",\"enabled\":true" : ",\"enabled\":false")
        if withRights {
            let forms = texts.of(key.grants)
            body.write(",\"permissions\":")
            body.append(contentsOf: forms.dotted)
            body.write(",\"roles\":")
            body.append(contentsOf: forms.roles)
        }
        guard let owner = key.matched.ownerID else { return }
        body.write(",\"identity\":{\"id\":\"")
        body.writeID(owner, prefix: "idn_")
        body.write("\",\"externalId\":")
        if let external = key.ownerExternalID {
            body.writeJSONString(external)
        } else {
            body.write("\"")
            body.writeID(owner, prefix: "idn_")
            body.write("\"")
        }
        body.write("}")
    }

    /// Appends one rate limit of the list.
    static func write(_ limit: WeighedLimitReport, isFirst: Bool, now: WallTime, to body: inout [UInt8]) {
        body.write(isFirst ? ",\"ratelimits\":[{\"id\":\"rl_" : ",{\"id\":\"rl_")
        body.writeBase62(limit.identity)
        body.write("\",\"name\":")
        body.writeJSONString(limit.report.policy)
        body.write(",\"limit\":")
        body.writeDecimal(limit.report.limit)
        body.write(",\"duration\":")
        body.writeDecimal(UInt64(limit.report.windowSeconds) * 1_000)
        body.write(",\"reset\":")
        body.writeDecimal(now.adding(seconds: Int64(limit.report.resetSeconds)).milliseconds)
        body.write(",\"remaining\":")
        body.writeDecimal(limit.report.remaining)
        body.write(limit.isExceeded ? ",\"exceeded\":true" : ",\"exceeded\":false")
        body.write(limit.isOwn ? ",\"autoApply\":true}" : ",\"autoApply\":false}")
    }
}
