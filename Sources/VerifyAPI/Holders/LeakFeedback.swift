/// Tells a secret-scanning partner which of its matches are real.
enum LeakFeedback {
    static func write(_ verdicts: [LeakVerdict], to body: inout [UInt8]) {
        body.append(0x5b)
        for (index, verdict) in verdicts.enumerated() {
            if index > 0 { body.append(0x2c) }
            body.write("{\"token_hash\":")
            body.writeJSONString(verdict.tokenHash)
            body.write(",\"token_type\":")
            body.writeJSONString(verdict.tokenType)
            body.write(
                verdict.isTruePositive ? ",\"label\":\"true_positive\"}" : ",\"label\":\"false_positive\"}")
        }
        body.append(0x5d)
    }
}
