/// What a person recognises a token by: `gk_live_4bTq…x9Zw`, the start of its public id and the end of its checksum.
package enum TokenHint {
    /// The hint of a token of that prefix and tag.
    package static func text<Kind>(prefix: String, tag: String, id: ObjectID<Kind>, suffix: String) -> String {
        "\(prefix)_\(tag)_\(String(decoding: id.characters.prefix(4), as: Unicode.ASCII.self))…\(suffix)"
    }
}
