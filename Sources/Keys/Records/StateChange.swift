/// Who changed the state of a key, when and why.
package struct StateChange: Hashable, Sendable {
    package let actor: String
    package let at: WallTime
    package let reason: String

    package init(actor: String, at: WallTime, reason: String) {
        self.actor = actor
        self.at = at
        self.reason = reason
    }
}
