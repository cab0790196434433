/// JSON as a whole, for what is checked from outside.
package enum JSONSyntax {
    /// Whether the bytes are one JSON value as `JSONReader` reads it.
    package static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var reader = JSONReader()
        do throws(JSONFault) {
            try reader.skipValue(bytes)
            try reader.finish(bytes)
            return true
        } catch {
            return false
        }
    }
}
