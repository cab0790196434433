/// What the cache holds, and whether it may be used: a pure machine. Times are monotonic nanoseconds and civil seconds,
/// both handed in.
///
/// The feed reports the server's generation, which grows with every change, and the keys that have changed since the last
/// report, where it can tell. An admission that was made in the generation of the last report or a later one is good until
/// a report names its key, or leaves out which keys have changed.
///
/// The feed is *in step* while its last report is no older than the lease, counted from the moment the report was asked
/// for. Only then is anything looked up or stored; in between the cache is empty.
struct CacheState {
    /// Where in the life of the feed a question was asked. An answer that comes back after the feed lost its step is not
    /// stored: it may be older than what was missed.
    struct Ticket: Equatable {
        fileprivate let epoch: UInt64
    }

    private struct Slot {
        let question: SipHash.Tag
        let key: AdmittedKey
        let until: UInt64
        var wasUsed = false
    }

    private let capacity: Int
    private let maximumAge: UInt64
    private let lease: UInt64

    /// The last generation the feed has reported; `nil` while it is out of step.
    private(set) var generation: UInt64?
    private var inStepUntil: UInt64 = 0
    private var epoch: UInt64 = 0

    private var slots: [Slot?] = []
    private var free: [Int] = []
    private var places: [SipHash.Tag: Int] = [:]
    private var placesOfKey: [String: Set<Int>] = [:]
    private var hand = 0

    init(_ configuration: CacheConfiguration) {
        self.capacity = max(configuration.capacity, 0)
        self.maximumAge = configuration.maximumAge.wholeNanoseconds
        self.lease = CacheConfiguration.lease.wholeNanoseconds
    }

    /// How many admissions are held.
    var count: Int { self.places.count }

    /// The admission kept for a question; `nil` when the server has to be asked.
    mutating func admission(for question: SipHash.Tag, at now: UInt64, civil: Timestamp) -> AdmittedKey? {
        guard self.isInStep(at: now), let place = self.places[question], let slot = self.slots[place] else {
            return nil
        }
        let hasEnded = slot.key.endsAt.map { $0 <= civil } ?? false
        guard now < slot.until, !hasEnded else {
            self.drop(place)
            return nil
        }
        self.slots[place]?.wasUsed = true
        return slot.key
    }

    /// To be kept from before the question is sent until its answer is stored; `nil` when it cannot be stored anyway.
    mutating func ticket(at now: UInt64) -> Ticket? {
        self.isInStep(at: now) ? .init(epoch: self.epoch) : nil
    }

    /// Keeps an admission that the server marked as cacheable and made in `generation`.
    mutating func store(
        _ key: AdmittedKey, for question: SipHash.Tag, generation: UInt64, ticket: Ticket, at now: UInt64
    ) {
        guard self.isInStep(at: now), ticket.epoch == self.epoch, let known = self.generation, generation >= known,
            self.capacity > 0
        else { return }
        if let place = self.places[question] { self.drop(place) }
        let place = self.place()
        self.slots[place] = .init(question: question, key: key, until: now.addingCapped(self.maximumAge))
        self.places[question] = place
        self.placesOfKey[key.keyID, default: []].insert(place)
    }

    /// Takes in a report of the feed on what has changed after the generation that is known. One that goes back belongs to
    /// another life of the server: nothing that came before counts. `asked` is when the report was asked for: what it says
    /// was true then or later.
    mutating func learn(_ report: ChangeReport, asked: UInt64, at now: UInt64) {
        if self.isInStep(at: now), let known = self.generation, let changedKeys = report.changes(since: known) {
            for id in changedKeys { self.forget(id) }
        } else {
            self.empty()
        }
        self.generation = report.generation
        self.inStepUntil = asked.addingCapped(self.lease)
    }

    /// A version of the key has ended, by this client's own doing: what is kept about the key goes, and what was asked
    /// before is not stored.
    mutating func endVersion(of keyID: String) {
        self.epoch &+= 1
        self.forget(keyID)
    }

    /// The feed has failed: nothing is known any more.
    mutating func lose() {
        self.empty()
        self.generation = nil
    }

    private mutating func isInStep(at now: UInt64) -> Bool {
        guard self.generation != nil else { return false }
        if now < self.inStepUntil { return true }
        self.lose()
        return false
    }

    private mutating func empty() {
        self.epoch &+= 1
        self.slots.removeAll()
        self.free.removeAll()
        self.places.removeAll()
        self.placesOfKey.removeAll()
        self.hand = 0
    }

    private mutating func forget(_ keyID: String) {
        for place in self.placesOfKey[keyID] ?? [] { self.drop(place) }
    }

    private mutating func drop(_ place: Int) {
        guard let slot = self.slots[place] else { return }
        self.slots[place] = nil
        self.free.append(place)
        self.places[slot.question] = nil
        self.placesOfKey[slot.key.keyID]?.remove(place)
        if self.placesOfKey[slot.key.keyID]?.isEmpty == true { self.placesOfKey[slot.key.keyID] = nil }
    }

    /// A place to store in. When all are taken, the hand goes round: whatever was used since it last came by stays.
    private mutating func place() -> Int {
        if self.free.isEmpty, self.slots.count < self.capacity {
            self.slots.append(nil)
            return self.slots.count - 1
        }
        while self.free.isEmpty {
            if self.slots[self.hand]?.wasUsed == true {
                self.slots[self.hand]?.wasUsed = false
            } else {
                self.drop(self.hand)
            }
            self.hand = (self.hand + 1) % self.slots.count
        }
        return self.free.removeLast()
    }
}
