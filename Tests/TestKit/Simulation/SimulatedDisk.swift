package import Auditing
package import Cryptography
package import Keys
package import Storage

/// What outlives a process. A store on it is open, or waits for its root key. Nothing else happens while the simulation
/// asks something of it.
package protocol SimulatedDisk: AnyObject {
    /// What can go wrong with commits here.
    var faults: [CommitFault] { get }
    /// Whether there is always space for what takes access away.
    var hasReserve: Bool { get }

    /// What the waiting store says of its root key; no check value on an empty disk.
    func slots() async throws -> (slots: [RootKeySlot], checkValue: Digest256?)
    /// Makes the store on an empty disk; it waits then.
    func create(_ rootKey: RootKey, slots: [RootKeySlot]) async throws
    /// Opens the waiting store.
    func unlock(with rootKey: RootKey, publish: @escaping PublishHook) async throws -> OpenedDisk
    /// What is wrong with the rows of the waiting store, in words.
    func examine(with rootKey: RootKey) async throws -> [String]

    /// A write is about to be asked for.
    func willWrite()
    /// The next commit goes wrong in this way. `isUrgent`: it takes access away.
    func arm(_ fault: CommitFault, isUrgent: Bool) async throws
    /// Nothing goes wrong any more.
    func disarm() async throws

    /// The process dies with its store open. What was durable waits for the next one.
    func die() async throws
    /// The store is closed in order, and waits.
    func seal() async throws
}

/// An open store, as a process gets it.
package struct OpenedDisk {
    package let store: any Store
    package let keys: StoreKeys
    /// Of its audit log.
    package let logKey: NoteVerifierKey

    package init(store: any Store, keys: StoreKeys, logKey: NoteVerifierKey) {
        self.store = store
        self.keys = keys
        self.logKey = logKey
    }
}
