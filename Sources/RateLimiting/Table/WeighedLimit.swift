/// What weighing one limit came to: its tightest window, and the slots that were spent in case it must be undone.
struct WeighedLimit: Sendable {
    let cost: UInt32
    private(set) var tightest: LimitReading?
    private(set) var takenCount = 0
    private var taken: InlineArray<4, Int> = .init(repeating: 0)

    init(cost: UInt32) { self.cost = cost }

    /// Of one window.
    init(_ reading: LimitReading, at place: Int, cost: UInt32) {
        self.cost = cost
        self.tightest = reading
        if reading.isAdmitted { self.took(place) }
    }

    func place(_ index: Int) -> Int { self.taken[index] }

    mutating func note(_ reading: LimitReading) {
        if self.tightest.map({ reading.isTighter(than: $0) }) ?? true { self.tightest = reading }
    }

    mutating func took(_ place: Int) {
        self.taken[self.takenCount] = place
        self.takenCount += 1
    }
}
