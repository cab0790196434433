package import Keys

extension SteadyTime {
    /// How long a server may have gone on after what it wrote last, in milliseconds: it writes every ten seconds.
    package static let unwritten: Int64 = 20_000

    /// What a store tells of the time of those who wrote to it.
    package struct Past: Hashable, Sendable {
        /// What the last entry of the audit log is dated by.
        package let entry: WallTime?
        /// Up to here a server has run: it writes so every ten seconds.
        package let seen: WallTime?
        /// As much of that has gone by on its monotonic clock; the rest is what a start could not know.
        package let even: WallTime?

        package init(entry: WallTime? = nil, seen: WallTime? = nil, even: WallTime? = nil) {
            self.entry = entry
            self.seen = seen
            self.even = even
        }

        /// When something was written last. An entry that is ahead of the clock, and of every server that ran, was dated
        /// by a clock that was wrong, or by a time that was taken back: it is not believed.
        func moment(by wall: WallTime) -> WallTime? {
            guard let entry else { return self.seen }
            guard let seen, entry > seen else { return max(entry, self.seen ?? entry) }
            let isAlone = entry.milliseconds.minus(seen.milliseconds) > SteadyTime.largestStep
            let isAhead = entry.milliseconds.minus(wall.milliseconds) > SteadyTime.largestStep
            return isAlone && isAhead ? seen : entry
        }
    }

    /// A server begins on what is stored: time goes on from what was written last, when the clock is behind it and when it
    /// was far ahead of it as the process began.
    package mutating func begin(after past: Past, at reading: Reading, isKept: Bool) {
        let isFirst = !self.hasBegun
        self.hasBegun = true
        guard let moment = past.moment(by: reading.wall) else { return }
        if moment > reading.wall {
            // Opened again, the process knows what time it is.
            if isFirst || moment > self.latest { self.goAhead(to: moment, at: reading, isKept: isKept) }
        } else if isFirst {
            self.stayBehind(after: moment, past.even ?? moment, at: reading)
        }
    }

    private mutating func goAhead(to moment: WallTime, at reading: Reading, isKept: Bool) {
        let behind = moment.milliseconds.minus(reading.wall.milliseconds)
        guard !isKept || behind <= Self.longestWait else { return }
        self.latest = max(self.latest, moment)
        // The clock will be there soon.
        guard !isKept, behind > Self.largestStep else { return }
        self.goOn(
            from: moment.milliseconds &- reading.monotonicMilliseconds, at: reading,
            .init(since: reading.monotonic, isOfStart: false))
    }

    /// What has gone by since the process began has gone by; what came before nobody has seen. Time stands still at the
    /// latest moment that the server before may have come to, so that what expired by it stays so, until as much has gone
    /// by: a restart adds nothing that the next would add to.
    private mutating func stayBehind(after moment: WallTime, _ even: WallTime, at reading: Reading) {
        guard self.first.wall.milliseconds.minus(moment.milliseconds) > Self.largestStep else { return }
        let base = min(max(even.milliseconds, moment.milliseconds.minus(Self.unwritten)), moment.milliseconds)
        self.goOn(
            from: self.offset &- self.first.wall.milliseconds &+ base, at: reading,
            .init(since: reading.monotonic, isOfStart: true))
        let bound = WallTime(milliseconds: max(moment.milliseconds, base &+ Self.unwritten))
        self.latest = max(bound, self.evenTime(at: reading))
    }
}
