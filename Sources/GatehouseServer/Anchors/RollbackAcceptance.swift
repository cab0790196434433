package import Auditing

/// That two operators accept an older copy of the data: which one, and the keys that prove who they are.
package struct RollbackAcceptance: Sendable {
    /// As the refused start named it.
    package let name: RollbackName
    /// Operator keys, secrets.
    package let tokens: [[UInt8]]

    package init(name: RollbackName, tokens: [[UInt8]]) {
        self.name = name
        self.tokens = tokens
    }
}
