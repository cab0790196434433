import Keys

extension Act {
    /// The key, with the first use of its pending version that the decision log has seen and the store has not heard of.
    ///
    /// An act that took this version for unused would cut off those who have switched to it.
    func withUnheardUse(_ key: KeyRecord) -> KeyRecord {
        guard let rotation = key.rotation, rotation.state(at: self.now) == .pending,
            self.tools.insight.hasBeenUsed(key.id, rotation.newVersion)
        else { return key }
        var heard = key
        _ = heard.versionUsed(rotation.newVersion, at: self.now)
        return heard
    }
}
