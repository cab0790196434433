/// An anchor knows what the store does not hold: the store is an older copy, or another one has gone on elsewhere.
package struct AnchorContradiction: Hashable, Sendable {
    package let known: AnchoredHead
    /// What the store holds.
    package let head: Checkpoint
    package let isOlder: Bool

    package init(known: AnchoredHead, head: Checkpoint, isOlder: Bool) {
        self.known = known
        self.head = head
        self.isOlder = isOlder
    }

    /// Which is older and by how much: a sentence without a full stop.
    package var sentence: String {
        let holds = "the data folder holds \(self.head.size) audit entries"
        guard !self.isOlder else {
            return
                "the data is older than the anchor '\(self.known.anchor)': \(holds), the anchor knows \(self.known.size)"
        }
        return
            "the data is not the one the anchor '\(self.known.anchor)' knows: \(holds), and the first \(self.known.size) "
            + "are not those it saw"
    }
}
