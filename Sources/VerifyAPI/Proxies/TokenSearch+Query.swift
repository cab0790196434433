package import Admission
package import HTTPMachines

extension TokenSearch {
    /// Looks for a token anywhere in a query, as it is or percent-encoded once or twice.
    ///
    /// - Returns: the search, which lends the token; `nil` when there is none.
    package static func through(_ query: ByteRange, of bytes: Span<UInt8>) -> TokenSearch? {
        for times in 0...2 {
            var decoded = DecodedBytes(query, times: times)
            var search = TokenSearch()
            var hasEscapes = false
            while let byte = decoded.next(in: bytes) {
                if byte == 0x25 { hasEscapes = true }
                if search.see(byte) { return search }
            }
            if !hasEscapes { return nil }
        }
        return nil
    }
}
