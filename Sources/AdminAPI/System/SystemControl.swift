package import Cryptography
package import KeyManagement
package import Storage

/// What the endpoints under `/v1/sys` ask of the assembly, which alone knows how the server is sealed and opened.
///
/// Refusals are thrown as `ManagementError`.
package protocol SystemControl: Sendable {
    func status() async throws -> SealStatus

    /// Gives up every key. Returns when that is done.
    func seal(by caller: Caller, isDryRun: Bool) async throws -> SealStatus

    /// Opens the slot of that number, or whichever the passphrase opens, and the server with it when nothing is missing
    /// any more. Without a passphrase, whatever takes no person is tried.
    func unseal(with passphrase: Passphrase?, slot: UInt8?, by caller: Caller) async throws -> SealStatus

    func slots() async throws -> [SlotDescription]

    /// Makes one slot, or two that are needed together. Returns all there are then.
    func addSlots(_ order: SlotOrder, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription]

    /// Removes a slot, and with it the one it is needed together with. Returns those that are left.
    func removeSlot(_ number: UInt8, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription]

    /// Draws another root key and puts it into every slot there is. The passphrases open the slots that take one.
    func replaceRootKey(with passphrases: [Passphrase], by caller: Caller, isDryRun: Bool) async throws -> Rekeying

    /// Opens a slot and forgets what was in it.
    func testSlot(_ number: UInt8, with part: SlotTrial) async throws -> SlotDescription
}
