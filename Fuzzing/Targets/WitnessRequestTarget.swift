import Auditing

/// What anybody can send to a witness is a request that reads back as it was, or none; and no reply lets a log's state
/// go back.
enum WitnessRequestTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let request = try? WitnessRequest(body: bytes) else { return 0 }
        precondition(request.body == bytes, "a request is written as it was read")
        precondition(request.proof.count <= ConsistencyProof.longestPath, "a proof is bounded")
        let log = WitnessedLog(origin: request.checkpoint.origin, keys: [])
        precondition(log.judge(request) == .untrusted, "nobody is trusted without a key")
        return 0
    }
}
