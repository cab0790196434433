/// The header fields endpoints look at.
struct CallHeaders: Sendable {
    /// Type and subtype of the body in lower case, without parameters.
    var mediaType: String?
    /// All `If-Match` lines, joined.
    var ifMatch: String?
    /// One for each line.
    var idempotencyKeys: [String] = []
}
