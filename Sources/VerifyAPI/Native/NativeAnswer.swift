import Admission
import Keys

/// Writes what a native verification says (docs/openapi-verify.yaml, Verification).
enum NativeAnswer {
    /// Appends everything of the object that does not depend on limits; `writeEnd` follows.
    static func writeBegin(
        _ verification: Verification, requestID: RequestID, texts: inout GrantTexts, to body: inout [UInt8]
    ) {
        if let reason = verification.reason {
            body.write("{\"valid\":false,\"code\":\"")
            body.write(reason.code)
        } else {
            body.write("{\"valid\":true,\"code\":\"valid")
        }
        body.write("\",\"request_id\":\"")
        body.writeID(requestID, prefix: "req_")
        body.write("\"")
        if let key = verification.key { self.write(key, texts: &texts, to: &body) }
        if let missing = verification.missing {
            body.write(",\"missing_permission\":")
            body.writeJSONString(missing.text)
        }
    }

    private static func write(_ key: VerifiedKey, texts: inout GrantTexts, to body: inout [UInt8]) {
        body.write(",\"key_id\":\"")
        body.writeID(key.matched.keyID, prefix: "key_")
        body.write("\",\"version\":")
        body.writeDecimal(key.matched.versionNumber)
        body.write(",\"project\":")
        body.writeJSONString(key.environment.projectName)
        body.write(",\"environment\":")
        body.writeJSONString(key.environment.name)
        if let owner = key.matched.ownerID {
            body.write(",\"owner\":\"")
            body.writeID(owner, prefix: "idn_")
            body.write("\"")
        }
        body.write(",\"permissions\":")
        body.append(contentsOf: texts.of(key.grants).native)
        switch key.boundary {
        case .readOnly: body.write(",\"boundary\":\"read_only\"")
        case .standard: body.write(",\"boundary\":\"standard\"")
        case .admin: body.write(",\"boundary\":\"admin\"")
        }
        self.write(",\"expires_at\":\"", key.endsAt, to: &body)
        self.write(",\"version_expires_at\":\"", key.versionEndsAt, to: &body)
    }

    private static func write(_ name: StaticString, _ time: WallTime?, to body: inout [UInt8]) {
        guard let time else { return }
        body.write(name)
        body.writeTime(time)
        body.write("\"")
    }

    /// Appends one limit of the list.
    static func write(_ limit: WeighedLimitReport, isFirst: Bool, to body: inout [UInt8]) {
        body.write(isFirst ? ",\"limits\":[{\"name\":" : ",{\"name\":")
        body.writeJSONString(limit.report.policy)
        body.write(",\"limit\":")
        body.writeDecimal(limit.report.limit)
        body.write(",\"remaining\":")
        body.writeDecimal(limit.report.remaining)
        body.write(",\"window_seconds\":")
        body.writeDecimal(limit.report.windowSeconds)
        body.write(",\"reset_seconds\":")
        body.writeDecimal(limit.report.resetSeconds)
        body.write(limit.isExceeded ? ",\"exceeded\":true}" : ",\"exceeded\":false}")
    }

    /// Ends the object.
    static func writeEnd(_ verification: Verification, hasLimits: Bool, to body: inout [UInt8]) {
        if hasLimits { body.write("]") }
        if let limit = verification.limit {
            body.write(",\"retry_after\":")
            body.writeDecimal(max(limit.retryAfterSeconds, 1))
        }
        body.write(
            verification.isCacheable ? ",\"cacheable\":true,\"generation\":" : ",\"cacheable\":false,\"generation\":")
        body.writeDecimal(verification.generation)
        body.write("}")
    }
}
