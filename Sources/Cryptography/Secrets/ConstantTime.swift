/// Comparison that takes the same time wherever the bytes differ.
package enum ConstantTime {
    /// Whether both runs are the same. Only their lengths may show in the time.
    package static func equals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
