import KeyManagement

/// How a server goes between sealed and open: decides, does nothing.
struct PhaseMachine: Hashable, Sendable {
    enum UnsealAction: Hashable {
        case tryToOpen
        case alreadyOpen
        /// Something is under way: ask again.
        case refuse
    }

    enum SealAction: Hashable {
        case giveUp
        /// Somebody else has begun: wait for the same end.
        case join
        case alreadySealed
        case refuse
    }

    private(set) var phase = SealStatus.Phase.sealed

    /// Somebody gives something that may open a slot.
    mutating func unsealRequested() -> UnsealAction {
        switch self.phase {
        case .sealed:
            self.phase = .opening
            return .tryToOpen
        case .open: return .alreadyOpen
        case .opening, .sealing: return .refuse
        }
    }

    /// What was begun with `unsealRequested` has come to an end.
    mutating func attemptEnded(isOpen: Bool) {
        guard self.phase == .opening else { return }
        self.phase = isOpen ? .open : .sealed
    }

    mutating func sealRequested() -> SealAction {
        switch self.phase {
        case .open:
            self.phase = .sealing
            return .giveUp
        case .sealing: return .join
        case .sealed: return .alreadySealed
        case .opening: return .refuse
        }
    }

    /// The giving up was called off before anything was given up.
    mutating func sealingFailed() {
        if self.phase == .sealing { self.phase = .open }
    }

    /// Nothing holds a key any more.
    mutating func emptied() { self.phase = .sealed }
}
