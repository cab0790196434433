/// What a witness signs of a checkpoint (C2SP tlog-cosignature, version 1 for Ed25519).
enum CosignedText {
    /// `timestamp`: Seconds since 1970-01-01T00:00:00Z.
    static func bytes(of text: String, timestamp: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestamp)\n\(text)".utf8)
    }
}
