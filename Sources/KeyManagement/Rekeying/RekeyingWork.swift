import Keys
import Storage

/// What is to be done in the steps of one kind of replacement. Every call is one transaction of the store, which may be the
/// last before a crash: what it has done and how far the replacement is are written together.
protocol RekeyingWork {
    /// Things in one batch: few enough that no other write, and no event loop, waits long behind it.
    static var batch: Int { get }
    /// Seconds until the next look when the old key is still in use and nothing can be done about it.
    static var pause: UInt32 { get }

    /// Takes the new key into use: from now on nothing new goes under the old one.
    static func promote(_ rekeying: Rekeying, in act: Act) throws
    /// Moves what comes after the cursor.
    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch
    /// Counts what lies under the old key after the cursor.
    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch
    /// Nothing lies under the old key any more: it opens nothing from now on.
    static func retire(_ rekeying: Rekeying, in act: Act) throws
    /// Destroys the old key, or old keys after the cursor.
    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch
}

extension RekeyingWork {
    static var batch: Int { 64 }
    static var pause: UInt32 { 0 }
    static func promote(_ rekeying: Rekeying, in act: Act) throws {}
    static func retire(_ rekeying: Rekeying, in act: Act) throws {}
}

extension RekeyingKind {
    /// `nil` for the root key, which is replaced in one transaction.
    var work: (any RekeyingWork.Type)? {
        switch self {
        case .root: nil
        case .keyring: KeyringRekeying.self
        case .dataKeys: DataKeyRekeying.self
        case .pepper: PepperRekeying.self
        case .logKey: LogKeyRekeying.self
        }
    }
}
