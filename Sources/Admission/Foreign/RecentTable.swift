/// A bounded memory of what was found out lately: two generations, of which the older is forgotten when the newer is full.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Most entries of one generation; there are at most twice as many.
    private let most: Int
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]

    init(most: Int) { self.most = most }

    var count: Int { self.newer.count + self.older.count }

    /// The value, which is as good as new from now on.
    mutating func value(of key: Key) -> Value? {
        if let value = self.newer[key] { return value }
        guard let value = self.older.removeValue(forKey: key) else { return nil }
        self.set(value, for: key)
        return value
    }

    mutating func set(_ value: Value, for key: Key) {
        if self.newer.count >= self.most, self.newer[key] == nil {
            self.older = self.newer
            self.newer = [:]
        }
        self.newer[key] = value
    }
}
