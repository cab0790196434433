/// A bug put in on purpose, to see that the simulation finds it.
package enum PlantedBug: String, Sendable, CaseIterable, Hashable {
    // Of the store.

    /// A crash loses the last acknowledged commit.
    case commitLost
    /// A store whose sync failed goes on as if nothing had been.
    case syncForgotten

    // Of the control plane.

    /// One publication in eight never reaches the gateway.
    case publicationDropped
    /// First uses are never written down.
    case firstUseForgotten
    /// One act in sixteen leaves another entry that nobody asked for.
    case entryInvented

    // Of the clock.

    /// The clock of the system is believed, whatever it says.
    case clockFollowed
    /// A start believes the clock however many keys end by it.
    case massExpired

    // Of the log.

    /// Answers carry the proofs of the act before.
    case proofStale
    /// The log has another name after every start.
    case logRenamed

    // Of the keys.

    /// Only the first slot is ever tried.
    case slotsForgotten
    /// Another root key is put into one slot only; the others keep the old one.
    case slotLeftBehind
    /// The old pepper goes as soon as there is a new one.
    case pepperDestroyedEarly
    /// The old key of a keyring goes when its replacement begins.
    case keyringDestroyedEarly
    /// A replacement forgets in a crash how far it was.
    case rotationForgotten
}
