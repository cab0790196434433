import HTTPMachines

/// Whether a response announces a body that does not follow: the answer to HEAD, and 304 (RFC 9110, 8.6 and 9.3.2). A server
/// that breaks the rule sends the body nevertheless, perhaps late.
enum WithheldBody {
    /// `fields` are those of the response, in `bytes`. Without a length a 304 announces nothing, and the answer to HEAD a body
    /// of any length.
    static func isAnnounced(
        by head: ResponseHead, answering method: HTTPMethod, _ fields: borrowing FieldTable, of bytes: Span<UInt8>
    ) -> Bool {
        guard method == .head || head.status == 304, head.status != 204 else { return false }
        if let index = fields.firstIndex(of: .contentLength) {
            let length = fields[index].value
            return length.count != 1 || bytes[length.lowerBound] != UInt8(ascii: "0")
        }
        return head.status != 304 || fields.firstIndex(of: .transferEncoding) != nil
    }
}
