/// What becomes of counts when the limit gets other numbers.
extension LimiterCells {
    /// When the limit had other numbers before, its windows go on with what was counted under those.
    ///
    /// A window of the same length goes on exactly. A new one begins with the most that any old one had counted: that
    /// bounds what it would have counted itself wherever an old window was as long, and is all that is known where not.
    mutating func carryOver(
        to rule: LimitRule, _ hash: SubjectHash, _ period: LimitPeriod, at now: UInt64
    ) {
        var old = InlineArray<4, LimiterSlot?>(repeating: nil)
        var most: UInt32 = 0
        for index in 0..<LimitRule.mostWindows {
            guard let place = self.place(of: hash.window(index)), self.slots[place].stamp != rule.stamp else {
                continue
            }
            old[index] = self.slots[place]
            most = max(most, self.slots[place].used(at: now))
            let window = rule.window(min(index, Int(rule.windowCount) - 1))
            self.slots[place] = .init(window: window, stamp: rule.stamp)
        }
        guard most > 0 else { return }
        for index in 0..<Int(rule.windowCount) {
            let (key, window) = (hash.window(index), rule.window(index))
            let known = self.place(of: key)
            guard known == nil || old[index] != nil else { continue }
            guard let place = known ?? self.freePlace(for: key, at: now) else { continue }
            if known == nil {
                self.take(place, for: key)
                self.slots[place] = .init(window: window, stamp: rule.stamp)
            }
            var twin: LimiterSlot?
            for other in 0..<LimitRule.mostWindows
            where old[other]?.isTwin(of: window, under: rule.stamp) ?? false { twin = old[other] }
            if let twin {
                self.slots[place].take(over: twin, at: now)
            } else {
                self.slots[place].seed(used: most, in: period, at: now)
            }
        }
    }
}
