import Cryptography

/// What operations need besides the store; the same for all.
struct Tools: Sendable {
    let keyring: Keyring
    let settings: ManagementSettings
    let insight: UsageInsight
    let randomBytes: RandomBytes
}
