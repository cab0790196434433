import KeyManagement
import Keys
import TestKit

/// Takes keys away and gives them back in an order that a seed repeats, while a crowd of clients shows them all, and
/// notes from when to when none of them may admit.
struct RevocationDriver {
    private struct Place {
        var key: KeyID
        /// Of the newest version.
        var credential: Int
        var isSuspended = false
        var isRevoked = false
    }

    private let harness: RevocationHarness
    private let credentials: ShownCredentials
    private var random: SeededGenerator
    private var places: [Place] = []
    private(set) var outages: [RevocationHistory.Outage] = []

    /// Places by the tag of their keys.
    private static let tagCount = 4

    init(_ harness: RevocationHarness, _ credentials: ShownCredentials, places: Int, seed: UInt64) async throws {
        self.harness = harness
        self.credentials = credentials
        self.random = SeededGenerator(seed: seed)
        for place in 0..<places { self.places.append(try await self.issue(in: place)) }
    }

    /// Does one thing to one place, or to all of a tag.
    mutating func act() async throws {
        let place = self.random.number(below: self.places.count)
        if self.places[place].isRevoked {
            self.places[place] = try await self.issue(in: place)
        } else if self.places[place].isSuspended, !self.random.oneIn(4) {
            try await self.resume(place)
        } else {
            switch self.random.number(below: 7) {
            case 0, 1: try await self.revoke(place)
            case 2, 3: try await self.suspend(place)
            case 4, 5: try await self.rotate(place)
            default: try await self.revokeTag(place % Self.tagCount)
            }
        }
    }

    private func issue(in place: Int) async throws -> Place {
        let issued = try await self.harness.world.issue(in: self.harness.environment) { issue in
            issue.tags = ["tag-\(place % Self.tagCount)"]
        }
        let token = issued.token?.copy ?? []
        let credential = self.credentials.show(token, in: place, besideOlder: false)
        return Place(key: issued.key.record.id, credential: credential)
    }

    private mutating func revoke(_ place: Int) async throws {
        try await self.harness.world.perform(RevokeKey(self.places[place].key))
        self.note(from: ClientCrowd.now(), place)
        self.places[place].isRevoked = true
    }

    private mutating func suspend(_ place: Int) async throws {
        try await self.harness.world.perform(SuspendKey(self.places[place].key))
        self.note(from: ClientCrowd.now(), place)
        self.places[place].isSuspended = true
    }

    private mutating func resume(_ place: Int) async throws {
        let begun = ClientCrowd.now()
        let credential = self.places[place].credential
        for index in self.outages.indices where self.outages[index].credential == credential {
            self.outages[index].until = min(self.outages[index].until, begun)
        }
        try await self.harness.world.perform(ResumeKey(self.places[place].key))
        self.places[place].isSuspended = false
    }

    private mutating func rotate(_ place: Int) async throws {
        let rotated = try await self.harness.world.perform(
            RotateKey(self.places[place].key, overlapSeconds: 0, hardStopSeconds: 1))
        self.note(from: ClientCrowd.now(), place)
        let token = rotated.token?.copy ?? []
        self.places[place].credential = self.credentials.show(token, in: place, besideOlder: true)
        guard self.places[place].isSuspended else { return }
        // A new version of a suspended key is as suspended.
        self.note(from: ClientCrowd.now(), place)
    }

    private mutating func revokeTag(_ tag: Int) async throws {
        var selection = BulkSelection()
        selection.tag = "tag-\(tag)"
        try await self.harness.world.perform(BulkRevokeKeys(selection))
        let answered = ClientCrowd.now()
        for place in self.places.indices where place % Self.tagCount == tag && !self.places[place].isRevoked {
            self.note(from: answered, place)
            self.places[place].isRevoked = true
        }
    }

    private mutating func note(from: UInt64, _ place: Int) {
        self.outages.append(.init(credential: self.places[place].credential, from: from))
    }
}
