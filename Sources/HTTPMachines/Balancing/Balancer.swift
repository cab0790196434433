/// Which endpoint of an upstream gets the next request, on one event loop.
///
/// Pure: it is told what happened and answers with a number, an endpoint's slot, that the shell gives meaning to. Time
/// comes in, in nanoseconds of a monotonic clock; chance comes in as a seed. Choosing allocates nothing: who may be chosen
/// is worked out when something has changed.
package struct Balancer: ~Copyable, Sendable {
    /// Most endpoints, those that are on their way out included.
    package static let mostMembers = 256

    private(set) var settings: BalancerSettings
    /// By slot; `nil` where there is none.
    var members: [BalancerMember?] = []
    /// Slots that may be chosen.
    var eligible: [Int] = []
    /// So few endpoints are left that all are used.
    package internal(set) var isPanicking = false
    /// Requests under way at all endpoints together.
    package private(set) var active = 0
    var random: UInt64

    package init(_ settings: BalancerSettings, seed: UInt64) {
        self.settings = settings
        self.random = seed
    }

    // MARK: Endpoints

    /// Takes an endpoint in. `isNew`: the others have been at work already, so that its share grows from little.
    ///
    /// - Returns: its slot; `nil` when there are too many.
    package mutating func add(weight: Int, isNew: Bool, now: UInt64) -> Int? {
        var member = BalancerMember(weight: weight)
        if isNew { member.growsSince = now }
        let slot: Int
        if let free = self.members.firstIndex(where: { $0 == nil }) {
            self.members[free] = member
            slot = free
        } else {
            guard self.members.count < Self.mostMembers else { return nil }
            self.members.append(member)
            slot = self.members.count - 1
        }
        self.refresh(now: now)
        return slot
    }

    /// Whether there is no place for another endpoint.
    package var isFull: Bool { self.members.count >= Self.mostMembers && !self.members.contains { $0 == nil } }

    /// Gives an endpoint no more requests. Its slot stays until `vacate`.
    package mutating func retire(_ slot: Int, now: UInt64) {
        self.members[slot]?.isRetiring = true
        self.refresh(now: now)
    }

    /// Frees the slot of an endpoint without requests under way.
    package mutating func vacate(_ slot: Int) {
        guard self.members[slot]?.active == 0 else { return }
        self.members[slot] = nil
        self.eligible.removeAll { $0 == slot }
    }

    /// Chooses by other settings from here on; `refresh` must follow.
    package mutating func change(_ settings: BalancerSettings) { self.settings = settings }

    /// Gives an endpoint another share; `refresh` must follow.
    package mutating func setWeight(_ slot: Int, _ weight: Int) { self.members[slot]?.setWeight(weight) }

    /// Requests under way at an endpoint.
    package func active(_ slot: Int) -> Int { self.members[slot]?.active ?? 0 }

    /// What is thought of an endpoint; `nil` for one that is on its way out.
    package func state(_ slot: Int) -> EndpointState? {
        guard let member = self.members[slot], !member.isRetiring else { return nil }
        return member.state
    }

    /// When an endpoint that is ejected comes back, in nanoseconds of the clock that it was told of; `nil` while it is in.
    package func ejectionEnd(_ slot: Int) -> UInt64? { self.members[slot]?.ejection.endsAt }

    // MARK: Requests

    /// A request has been given to an endpoint.
    package mutating func began(_ slot: Int) {
        self.members[slot]?.active += 1
        self.active += 1
    }

    /// It is over there, however it ended.
    package mutating func ended(_ slot: Int) {
        guard self.active(slot) > 0 else { return }
        self.members[slot]?.active -= 1
        self.active -= 1
    }

    /// An endpoint has answered as it should.
    package mutating func succeeded(_ slot: Int) { self.members[slot]?.ejection.succeeded() }

    /// An endpoint has failed a request, or could not be connected to.
    ///
    /// - Returns: whether it is ejected for that.
    package mutating func failed(_ slot: Int, now: UInt64) -> Bool {
        let settings = self.settings.ejection
        guard self.members[slot]?.ejection.failed(settings) == true else { return false }
        var (count, out) = (0, 0)
        for member in self.members {
            guard let member, !member.isRetiring else { continue }
            count += 1
            if member.ejection.isOut { out += 1 }
        }
        guard out < settings.most(of: count) else { return false }
        self.members[slot]?.ejection.eject(now: now, settings)
        self.refresh(now: now)
        return true
    }

    /// What health checks say of an endpoint.
    package mutating func setHealthy(_ slot: Int, _ isHealthy: Bool, now: UInt64) {
        guard let before = self.members[slot]?.isHealthy, before != isHealthy else { return }
        self.members[slot]?.isHealthy = isHealthy
        if isHealthy { self.members[slot]?.growsSince = now }
        self.refresh(now: now)
    }

    // MARK: Time

    /// Time has passed, or something has changed: works out who may be chosen, and how often.
    package mutating func refresh(now: UInt64) {
        var (count, available) = (0, 0)
        for slot in self.members.indices {
            guard var member = self.members[slot] else { continue }
            if member.ejection.refresh(now: now, self.settings.ejection) { member.growsSince = now }
            member.refresh(now: now, slowStart: self.settings.slowStart)
            self.members[slot] = member
            guard !member.isRetiring else { continue }
            count += 1
            if member.state == .available { available += 1 }
        }
        self.isPanicking = available == 0 || available * 100 < count * self.settings.panicPercent
        self.eligible.removeAll(keepingCapacity: true)
        for slot in self.members.indices {
            guard let member = self.members[slot], !member.isRetiring else { continue }
            if self.isPanicking || member.state == .available { self.eligible.append(slot) }
        }
    }
}
