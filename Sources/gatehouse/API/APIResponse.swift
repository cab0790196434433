/// A successful answer of the admin API.
struct APIResponse: Sendable {
    let status: Int
    /// The document exactly as received; what `--json` prints.
    let body: [UInt8]
    let document: JSONValue
}
