/// Where and why bytes are not a JSON document.
struct JSONSyntaxError: Error, Hashable, Sendable {
    let message: String
    /// Bytes before the fault.
    let offset: Int
}
