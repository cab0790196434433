/// A token of another system on its way in. Cannot be printed or compared by accident; nothing stores it.
package struct ForeignSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The bytes. What is made of them is no longer guarded.
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { .init(self, children: [:]) }
}
