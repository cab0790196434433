import Auditing
package import Cryptography
package import Keys
package import Storage

/// Puts another root key in the place of the one there is: everything that lies under it is sealed anew, and all slots are
/// exchanged, in one transaction.
package struct ReplaceRootKey: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    private let old: RootKey
    private let new: RootKey
    private let slots: [RootKeySlot]
    private let replaced: [RootKeySlot]

    /// The slots hold the new key and stand in the place of those named, which the store must still have.
    package init(_ old: RootKey, by new: RootKey, in slots: [RootKeySlot], replacing replaced: [RootKeySlot]) {
        self.old = old
        self.new = new
        self.slots = slots
        self.replaced = replaced
    }

    package func perform(in act: Act) throws -> Rekeying {
        guard try act.reader.rootKeyCheckValue() == self.old.checkValue,
            try act.reader.rootKeySlots() == self.replaced
        else {
            throw ManagementError(
                .rotationUnderWay, "The root key or its slots were changed in the meantime.", fix: "Repeat it.")
        }
        let moved = try self.sealAnew(in: act)
        try act.transaction.replaceRootKey(checkValue: self.new.checkValue, slots: self.slots)
        let rekeying = Rekeying(
            id: .init(randomBytes: act.tools.randomBytes), kind: .root, tenant: KeyringKey.installation,
            phase: .finished, oldKey: self.old.name, newKey: self.new.name, moved: moved, startedAt: act.now,
            changedAt: act.now, graceSeconds: 0, startedBy: act.caller.actor.description)
        try act.transaction.insert(rekeying)
        try act.record(.rotationStart, .init(rekeying), reason: rekeying.words)
        try act.record(.rotationResidualZero, .init(rekeying), reason: rekeying.residualWords)
        try act.record(.rotationFinish, .init(rekeying), reason: rekeying.words)
        return rekeying
    }

    /// Everything that the old root key sealed, under the new one. Returns how many things that were.
    private func sealAnew(in act: Act) throws -> UInt64 {
        let random = act.tools.randomBytes
        var count: UInt64 = 0
        for key in try act.tools.keyring.keys.systemKeys.sealed(under: self.new, randomBytes: random) {
            try act.transaction.put(key)
            count += 1
        }
        for key in try act.reader.keyringKeys(of: nil) {
            var moved = try key.rewrapped(from: self.old, to: self.new, randomBytes: random)
            moved.revision = key.revision &+ 1
            try act.transaction.update(moved)
            count += 1
        }
        var last: EnvironmentID?
        repeat {
            let page = try act.reader.environments(in: nil, after: last, limit: 1000)
            for environment in page {
                for pepper in try act.reader.peppers(of: environment.id) where !pepper.isDestroyed {
                    try act.transaction.reseal(
                        try act.tools.keyring.peppers.resealed(pepper, from: self.old, to: self.new))
                    count += 1
                }
            }
            last = page.last?.id
        } while last != nil
        return count
    }
}

extension RootKey {
    /// Tells root keys apart in entries.
    fileprivate var name: String { String(self.checkValue.hexadecimal.prefix(16)) }
}
