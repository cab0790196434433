/// A key as the rules of docs/ARCHITECTURE.md have it, in terms of its own: who must be admitted, and what acts must be
/// refused. Written apart from the lifecycle it judges. All times are milliseconds since 1970.
struct ReferenceKey {
    enum Standing: Equatable {
        case admitted, revoked, suspended, expired, retired
    }

    enum ActRefusal: Equatable {
        case revoked, expired, tooMany, notPending, used
    }

    /// One secret; `token` is `nil` when the answer that carried it was lost.
    struct Secret {
        let number: UInt32
        var token: [UInt8]?
        var end: Int64?
        /// What `end` was when the change that is under way set it.
        var endBefore: Int64??
        var isRevoked = false
        var isUsed = false

        func isLive(_ now: Int64) -> Bool { !self.isRevoked && self.end.map { $0 > now } ?? true }

        mutating func endNoLaterThan(_ moment: Int64) {
            self.end = self.end.map { min($0, moment) } ?? moment
            self.endBefore = nil
        }

        mutating func endByChange(noLaterThan moment: Int64) {
            let before = self.end
            self.endNoLaterThan(moment)
            self.endBefore = .some(before)
        }

        mutating func undoChange() {
            if let before = self.endBefore { self.end = before }
            self.endBefore = nil
        }
    }

    struct Change {
        let newNumber: UInt32
        let overlap: Int64
        let hardStop: Int64
        var firstUse: Int64?
        var isCancelled = false

        func isPending(_ now: Int64) -> Bool {
            !self.isCancelled && self.firstUse == nil && self.overlap > 0 && self.hardStop > now
        }
    }

    var tag: String
    var expiresAt: Int64
    var isSuspended = false
    var revokedAt: Int64?
    var secrets: [Secret]
    var change: Change?
    /// Tokens that were replaced before use; they must never be admitted again.
    var replacedTokens: [[UInt8]] = []

    init(tag: String, expiresAt: Int64, token: [UInt8]?) {
        self.tag = tag
        self.expiresAt = expiresAt
        self.secrets = [.init(number: 1, token: token)]
    }

    func isRevoked(_ now: Int64) -> Bool { self.revokedAt.map { $0 <= now } ?? false }

    func standing(of number: UInt32, _ now: Int64) -> Standing {
        guard let secret = self.secrets.first(where: { $0.number == number }), !self.isRevoked(now),
            !secret.isRevoked
        else { return .revoked }
        if self.isSuspended { return .suspended }
        if self.expiresAt <= now { return .expired }
        return secret.isLive(now) ? .admitted : .retired
    }

    mutating func suspend(_ now: Int64) -> ActRefusal? {
        if self.isRevoked(now) { return .revoked }
        self.isSuspended = true
        return nil
    }

    mutating func resume(_ now: Int64) -> ActRefusal? {
        if self.isRevoked(now) { return .revoked }
        self.isSuspended = false
        return nil
    }

    mutating func revoke(_ now: Int64, grace: Int64) {
        self.revokedAt = self.revokedAt.map { min($0, now + grace) } ?? (now + grace)
    }

    mutating func revoke(secret number: UInt32, _ now: Int64) -> ActRefusal? {
        if self.isRevoked(now) { return .revoked }
        // Whoever takes back a secret that nobody has switched to takes back the change as well.
        if let change = self.change, change.newNumber == number, change.isPending(now) { self.undoChange(now) }
        for index in self.secrets.indices where self.secrets[index].number == number {
            self.secrets[index].isRevoked = true
        }
        return nil
    }

    mutating func rotate(_ now: Int64, overlap: Int64, hardStop: Int64, token: [UInt8]?) -> ActRefusal? {
        if self.isRevoked(now) { return .revoked }
        if self.expiresAt <= now { return .expired }
        var next = self
        if next.change?.isPending(now) ?? false { next.undoChange(now) }
        if overlap > 0, next.secrets.count(where: { $0.isLive(now) }) >= 4 { return .tooMany }
        let stop = overlap == 0 ? now : now + hardStop
        for index in next.secrets.indices { next.secrets[index].endByChange(noLaterThan: stop) }
        let number = (next.secrets.map(\.number).max() ?? 0) + 1
        next.secrets.append(.init(number: number, token: token))
        next.change = .init(newNumber: number, overlap: overlap, hardStop: stop)
        self = next
        return nil
    }

    mutating func cancelChange(_ now: Int64) -> ActRefusal? {
        if self.isRevoked(now) { return .revoked }
        guard self.change?.isPending(now) ?? false else { return .notPending }
        self.undoChange(now)
        return nil
    }

    /// The secret was used at a moment that is written down now.
    mutating func used(_ number: UInt32, at moment: Int64) {
        guard let index = self.secrets.firstIndex(where: { $0.number == number }), !self.secrets[index].isUsed else {
            return
        }
        self.secrets[index].isUsed = true
        guard var change = self.change, change.newNumber == number, change.isPending(moment) else { return }
        change.firstUse = moment
        self.change = change
        for other in self.secrets.indices where self.secrets[other].number != number {
            self.secrets[other].endNoLaterThan(min(change.hardStop, moment + change.overlap))
        }
    }

    private mutating func undoChange(_ now: Int64) {
        guard var change = self.change else { return }
        change.isCancelled = true
        self.change = change
        for index in self.secrets.indices {
            if self.secrets[index].number == change.newNumber {
                self.secrets[index].endNoLaterThan(now)
            } else {
                self.secrets[index].undoChange()
            }
        }
    }
}
