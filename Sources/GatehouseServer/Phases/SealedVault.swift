import Cryptography
import Keys
import SQLiteStorage
import Storage

/// A locked store and what was given so far to open it. Halves of the root key are forgotten after a while, so that
/// nothing is left of an opening that was not finished.
struct SealedVault: Sendable {
    /// How long half of a root key waits for the other.
    static let patience: MonotonicNanoseconds = 600 * 1_000_000_000

    let locked: LockedStore
    private let checkValue: Digest256
    private var opener: SlotOpener
    private(set) var openedSlots: Set<UInt8> = []
    private var lastTaken: MonotonicNanoseconds = 0

    init(_ locked: LockedStore, checkValue: Digest256) {
        self.locked = locked
        self.checkValue = checkValue
        self.opener = SlotOpener(slots: locked.slots, checkValue: checkValue)
    }

    /// Slots that could still help, those first that complete what is there.
    var wanted: [RootKeySlot] {
        if case .wanted(let slots) = self.opener.step { slots } else { [] }
    }

    /// Whether a person could open it.
    var wantsPassphrase: Bool { self.wanted.contains { $0.kind == PassphraseProvider.kind } }

    /// Tries every provider on every slot that is wanted, or on one of them alone.
    ///
    /// - Returns: the root key when nothing is missing any more, and how many slots were opened.
    mutating func open(
        with providers: [any RootKeyProvider], slot only: UInt8? = nil, at now: MonotonicNanoseconds
    ) async -> (rootKey: RootKey?, opened: Int, failure: CryptographyError?) {
        var (opened, failure) = (0, CryptographyError?.none)
        for slot in self.wanted where only.map({ $0 == slot.number }) ?? true {
            for provider in providers where provider.kind == slot.kind {
                do throws(CryptographyError) {
                    let key = try await provider.unwrap(slot.wrapped, at: slot.place)
                    let step = try self.opener.take(key, from: slot.number)
                    self.lastTaken = now
                    if case .opened(let rootKey) = step { return (rootKey, opened + 1, nil) }
                    opened += self.noteHalf(of: slot) ? 1 : 0
                } catch {
                    failure = error
                }
            }
        }
        return (nil, opened, failure)
    }

    /// Takes down a slot that gave something which is not the root key yet.
    ///
    /// - Returns: false when it gave something else than this store's root key, alone or with its other half.
    private mutating func noteHalf(of slot: RootKeySlot) -> Bool {
        guard let share = slot.share.counterpart else { return false }
        let others = self.locked.slots.filter { $0.share == share && self.openedSlots.contains($0.number) }
        guard others.isEmpty else {
            self.openedSlots.subtract(others.map(\.number))
            return false
        }
        self.openedSlots.insert(slot.number)
        return true
    }

    /// Forgets what was given too long ago.
    mutating func forgetStale(at now: MonotonicNanoseconds) {
        guard !self.openedSlots.isEmpty, now &- self.lastTaken >= Self.patience else { return }
        self.opener = SlotOpener(slots: self.locked.slots, checkValue: self.checkValue)
        self.openedSlots = []
    }
}
