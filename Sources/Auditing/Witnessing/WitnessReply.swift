/// How a witness answers over HTTP (C2SP tlog-witness).
package struct WitnessReply: Hashable, Sendable {
    package let status: Int
    package let contentType: String
    package let body: String

    package init(status: Int, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// The checkpoint is remembered and cosigned.
    package static func cosigned(_ signature: NoteSignature) -> Self { .init(status: 200, body: signature.line) }

    /// The refusal that a verdict means; `nil` when the checkpoint is to be cosigned.
    package init?(refusing verdict: WitnessVerdict) {
        switch verdict {
        case .unknownOrigin: self.init(status: 404, body: "this witness does not look after the log\n")
        case .untrusted: self.init(status: 403, body: "nobody this witness trusts has signed the checkpoint\n")
        case .oldSizeBeyond: self.init(status: 400, body: "the old size is beyond the checkpoint\n")
        case .otherSize(let size): self.init(conflictAt: size)
        case .fork(let cosigned): self.init(conflictAt: cosigned.size)
        case .uselessProof: self.init(status: 422, body: "there is a proof where nothing is to be proven\n")
        case .unproven:
            self.init(status: 422, body: "the checkpoint does not follow from the last one cosigned\n")
        case .cosign: return nil
        }
    }

    private init(conflictAt size: UInt64) {
        self.init(status: 409, contentType: "text/x.tlog.size", body: "\(size)\n")
    }
}
