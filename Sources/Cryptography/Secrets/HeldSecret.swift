/// A secret that more than one place holds on to. It is zeroed when the last of them lets go.
package final class HeldSecret: Sendable {
    package let bytes: SecretBytes

    package init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}
