import Backups
import Cryptography
import Foundation
import Glibc
import Keys
import SQLiteStorage

/// Opens a backup as a restore would, through a slot, and reads all of it, in a private folder that is removed again. It
/// lies in the data folder, since what is unpacked there is what that folder holds anyway.
struct BackupTrial: Sendable {
    /// What opened a backup.
    enum Opening: Hashable, Sendable, CustomStringConvertible {
        case slot(UInt8)
        /// Two slots that belong together.
        case pair
        /// Nothing at hand opens a slot, as where only a passphrase does.
        case runningServer

        var description: String {
            switch self {
            case .slot(let number): "slot \(number)"
            case .pair: "two slots together"
            case .runningServer: "the running server's root key, since nothing at hand opens a slot"
            }
        }
    }

    private let scratch: String
    private let dataFolder: String
    private let keys: KeysAtHand
    private let rootKey: RootKey

    /// `keys` are what opens a slot without a person, `rootKey` is that of the running server.
    init(dataFolder: String, keys: KeysAtHand, rootKey: RootKey) {
        self.scratch = dataFolder + "/trial"
        self.dataFolder = dataFolder
        self.keys = keys
        self.rootKey = rootKey
    }

    /// Removes what a trial that was cut short has left.
    func removeLeftovers() { try? FileManager.default.removeItem(atPath: self.scratch) }

    /// Tries the slots from the last to the first: the first is the one that every start proves anyway.
    func opened(_ path: String) async throws -> (Opening, RootKey) {
        let header = try BackupFile(path).header
        guard !self.keys.isEmpty else { return (.runningServer, self.rootKey) }
        for slot in header.slots.reversed() where slot.share == .whole {
            let opened = try? await self.keys.rootKey(
                of: header.slots, checkValue: header.checkValue, only: slot.number)
            if let opened { return (.slot(slot.number), opened) }
        }
        return (.pair, try await self.keys.rootKey(of: header.slots, checkValue: header.checkValue, only: nil))
    }

    /// Unpacks and reads the backup. Throws when that cannot be done, or the backup is not good.
    func read(_ path: String, _ rootKey: RootKey, _ stop: StopMark) throws -> BackupReport {
        self.removeLeftovers()
        defer { self.removeLeftovers() }
        let file = try BackupFile(path)
        let free = FreeSpace(at: self.dataFolder)?.free ?? 0
        guard free / 4 >= file.length / 4 + UInt64(SQLiteStore.reserveSize) else {
            throw StartFailure(
                .cannotCreate, "there is no space in \(self.dataFolder) to try a backup of \(file.length) bytes")
        }
        guard mkdir(self.scratch, 0o700) == 0 else {
            throw StartFailure(
                .cannotCreate, "cannot make \(self.scratch): \(String(cString: strerror(errno)))")
        }
        let unpacked = try UnpackedBackup.unpack(file, into: self.scratch, rootKey: rootKey, stop: stop) { _ in }
        unpacked.locked?.close()
        return unpacked.report
    }
}
