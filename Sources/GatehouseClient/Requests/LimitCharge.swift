/// What a verification spends of one of the key's limits.
public struct LimitCharge: Sendable, Hashable {
    /// The name of the limit.
    public var name: String
    /// What this request costs, in the limit's unit; 0 looks without spending.
    public var cost: Int

    /// A charge on the limit of that name.
    public init(_ name: String, cost: Int = 1) {
        self.name = name
        self.cost = cost
    }
}
