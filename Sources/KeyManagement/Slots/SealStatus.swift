/// Whether the server holds its keys, and what it takes to open it when it does not.
package struct SealStatus: Hashable, Sendable {
    /// What a server does with its keys.
    package enum Phase: String, Sendable, CaseIterable {
        /// No key is in memory; nothing is served but what opens the server.
        case sealed
        /// The root key is there, the store is being read.
        case opening
        /// Everything is served.
        case open
        /// What holds keys is being given up.
        case sealing
    }

    package var phase: Phase
    /// Slots one of which, opened next, would open the server or bring it nearer.
    package var wantedSlots: [UInt8]
    /// Slots that were opened already, each with half of the root key.
    package var openedSlots: [UInt8]
    /// Whether a start opens the server without a person.
    package var opensByItself: Bool

    package init(
        phase: Phase, wantedSlots: [UInt8] = [], openedSlots: [UInt8] = [], opensByItself: Bool = false
    ) {
        self.phase = phase
        self.wantedSlots = wantedSlots
        self.openedSlots = openedSlots
        self.opensByItself = opensByItself
    }
}
