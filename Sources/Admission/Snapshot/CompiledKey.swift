/// A key on its way into the table.
struct CompiledKey: Sendable {
    let entry: KeyEntry
    let versions: [VersionEntry]
    /// See `KeyProfile`.
    let profile: [UInt8]
}
