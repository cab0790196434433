import Admission
import Cryptography
import KeyManagement
import Keys
import Storage

extension Simulation {
    /// Begins the replacement of a key, or is refused because that one is being replaced, or was never there.
    mutating func startRekeying() async throws {
        let kind = self.random.pick([RekeyingKind.keyring, .dataKeys, .pepper])
        let scope: RekeyingScope =
            kind == .pepper
            ? .environment(self.environment.id)
            : self.random.pick([.installation, .project(self.environment.projectID), .environment(self.environment.id)])
        let grace = self.random.pick([0, 600, 86_400] as [UInt32])
        // Some peppers have leaked.
        let start = StartRekeying(
            kind, of: scope, graceSeconds: grace, isLeaked: kind == .pepper && grace == 600)
        self.log("replace \(kind.rawValue) of \(scope.tenant)")
        let made = try await self.attempt(expecting: try await self.objection(to: kind, of: scope.tenant)) {
            (plane, caller) throws(ManagementError) in
            .init(try await plane.create(start, by: caller))
        }
        try await self.followRekeyings()
        if case .done(let rekeying) = made { try await self.plantEarlyEnd(of: rekeying) }
    }

    /// Why a replacement must be refused.
    private func objection(to kind: RekeyingKind, of tenant: String) async throws -> ManagementError.Code? {
        if self.rekeyings.values.contains(where: { $0.kind == kind && $0.tenant == tenant && $0.phase != .finished }) {
            return .rotationUnderWay
        }
        guard kind != .pepper else { return nil }
        let keyring = try await self.process.opened.store.read { try $0.keyringKeys(of: tenant) }
        return keyring.isEmpty ? .invalid : nil
    }

    /// A few steps of one replacement; each may be the last before a crash.
    mutating func advanceRekeying() async throws {
        let open = self.rekeyings.values.filter { $0.phase != .finished }.sorted { $0.id < $1.id }
        guard !open.isEmpty else { return }
        let id = self.random.pick(open).id
        for _ in 0..<(1 + self.random.number(below: 4)) {
            self.log("advance \(id) from \(self.rekeyings[id]?.phase.rawValue ?? "nowhere")")
            let made = try await self.attempt(by: .system) { (plane, caller) throws(ManagementError) in
                .init(try await plane.perform(AdvanceRekeying(id), by: caller))
            }
            try await self.followRekeyings()
            guard made.value?.hasMore ?? false else { return }
        }
    }

    /// Stores the digests that requests have brought.
    mutating func rehash() async throws {
        let waiting = self.desk.rehashes.take().sorted { $0.keyID < $1.keyID }
        guard !waiting.isEmpty else { return }
        self.log("rehash \(waiting.count)")
        _ = try await self.attempt(by: .system) { (plane, caller) throws(ManagementError) in
            .init(try await plane.perform(RehashVersions(waiting), by: caller))
        }
        try self.present(keysOf: waiting.map(\.keyID))
    }

    /// Replacements only go on: none is lost, none goes back, whatever happened in between.
    mutating func followRekeyings() async throws {
        let stored = try await self.process.world.answer(ListRekeyings())
        let now = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
        for (id, before) in self.rekeyings {
            guard let after = now[id], before.mayBecome(after) else {
                throw Discrepancy(
                    finding:
                        "the replacement \(id) was \(before.phase) and is \(now[id].map { "\($0.phase)" } ?? "gone")")
            }
        }
        self.rekeyings = now
    }

    // MARK: Planted bugs

    /// What is still in use goes before its time.
    private func plantEarlyEnd(of rekeying: Rekeying) async throws {
        let now = self.process.clock.now
        let bug = self.process.bug
        try await self.process.opened.store.write(.ordinary) { store in
            if bug == .pepperDestroyedEarly, rekeying.kind == .pepper, let environment = EnvironmentID(rekeying.tenant),
                let version = UInt32(rekeying.oldKey)
            {
                try store.destroyPepper(version, of: environment)
            }
            if bug == .keyringDestroyedEarly, rekeying.kind == .keyring, let id = KeyringKeyID(rekeying.oldKey),
                var key = try store.keyringKey(id)
            {
                try key.become(.enabled, at: now)
                try key.become(.disabled, at: now)
                try key.become(.destroyed, at: now)
                key.revision += 1
                try store.update(key)
            }
        }
    }

    /// A start that forgets how far the replacements were.
    func forgetRotations() async throws {
        try await self.process.opened.store.write(.ordinary) { store in
            for rekeying in try store.unfinishedRekeyings() where rekeying.phase != .prepared {
                var forgotten = rekeying
                forgotten.phase = .prepared
                forgotten.revision += 1
                try store.update(forgotten)
            }
        }
    }
}

extension RekeyingScope {
    fileprivate var tenant: String {
        switch self {
        case .installation: KeyringKey.installation
        case .project(let id): id.description
        case .environment(let id): id.description
        }
    }
}

extension Rekeying {
    /// Whether time and work can have led from this state to that one. Moving and counting take turns; a data key that is in
    /// use once more is moved before it is destroyed.
    fileprivate func mayBecome(_ later: Self) -> Bool {
        later.revision >= self.revision && later.moved >= self.moved && later.rank >= self.rank
            && (later.revision > self.revision || later == self)
    }

    private var rank: Int {
        switch self.phase {
        case .prepared: 0
        case .moving, .counting: 1
        case .retiring: self.kind == .dataKeys ? 1 : 2
        case .finished: 3
        }
    }
}
