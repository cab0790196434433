/// The root key as one provider wrapped it. 1 to 16 of them hold the same key.
package struct RootKeySlot: Hashable, Sendable {
    package static let most = 16

    /// 0...15.
    package let number: UInt8
    /// The provider that opens it.
    package let kind: String
    package let wrapped: [UInt8]

    package init(number: UInt8, kind: String, wrapped: [UInt8]) {
        self.number = number
        self.kind = kind
        self.wrapped = wrapped
    }
}
