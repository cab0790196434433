import ArgumentParser
import Keys

/// Credits as they are typed: `1000`, or `1000/daily`, `1000/weekly`, `1000/monthly` to be filled up to as many again.
struct CreditsText: Hashable, Sendable, ExpressibleByArgument {
    /// The credits in the admin API's shape.
    let document: JSONValue

    init?(argument: String) {
        let sides = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let amount = Int64(sides[0]), (0...Int64(Credits.most)).contains(amount) else { return nil }
        guard sides.count == 2 else {
            self.document = .members(["remaining": .integer(amount)])
            return
        }
        guard amount > 0, let interval = Credits.Refill.Interval(rawValue: String(sides[1])) else { return nil }
        self.document = .members([
            "remaining": .integer(amount),
            "refill": .members(["interval": .string(interval.rawValue), "amount": .integer(amount)]),
        ])
    }
}
