import Admission

/// Permission queries that were read before, by their text: verifiers ask the same few over and over.
struct QueryMemory {
    /// Most queries remembered; beyond that all are forgotten.
    static let most = 512

    private var slots: [Int] = .init(repeating: -1, count: 2 * Self.most)
    private var entries: [(text: [UInt8], query: PermissionQuery)] = []

    /// The query that a range of the text is.
    mutating func query(_ range: Range<Int>, of text: [UInt8]) throws(PermissionQueryFault) -> PermissionQuery {
        let text = text.span.extracting(range)
        var slot = Self.hash(text) & (self.slots.count - 1)
        while self.slots[slot] >= 0 {
            let entry = self.slots[slot]
            if self.isText(of: entry, text) { return self.entries[entry].query }
            slot = (slot + 1) & (self.slots.count - 1)
        }
        let query = try PermissionQuery(text)
        if self.entries.count >= Self.most { self.forgetAll() }
        self.insert(text, query)
        return query
    }

    private mutating func insert(_ text: Span<UInt8>, _ query: PermissionQuery) {
        var slot = Self.hash(text) & (self.slots.count - 1)
        while self.slots[slot] >= 0 { slot = (slot + 1) & (self.slots.count - 1) }
        self.slots[slot] = self.entries.count
        var copy: [UInt8] = []
        copy.write(text)
        self.entries.append((copy, query))
    }

    private mutating func forgetAll() {
        self.entries.removeAll(keepingCapacity: true)
        for slot in self.slots.indices { self.slots[slot] = -1 }
    }

    private func isText(of entry: Int, _ text: Span<UInt8>) -> Bool {
        guard self.entries[entry].text.count == text.count else { return false }
        for index in text.indices where self.entries[entry].text[index] != text[index] { return false }
        return true
    }

    /// FNV-1a. Verifiers are trusted not to choose texts that meet; if they do, a search is bounded by `most`.
    private static func hash(_ text: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
