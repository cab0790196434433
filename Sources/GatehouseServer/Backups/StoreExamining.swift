import Cryptography
import Foundation
import KeyManagement
import SQLiteStorage
import Storage

/// `gatehouse fsck`: reads a whole store that no server has open.
package enum StoreExamining {
    /// - Throws: `StartFailure` when the folder is held, no slot opens, or there is no store. What is wrong with the store
    ///   stands in the report.
    package static func examine(
        folder: String, keys: KeysAtHand, slot: UInt8? = nil
    ) async throws(StartFailure) -> StoreReport {
        do {
            guard FileManager.default.fileExists(atPath: "\(folder)/gatehouse.db") else {
                throw StartFailure(.database, "there is no store in \(folder)")
            }
            let locked: LockedStore
            do throws(StorageError) {
                locked = try LockedStore(folder: folder)
            } catch {
                guard error.code == .damaged else { throw error }
                return .init(Self.unreadable(error))
            }
            defer { locked.close() }
            guard let checkValue = locked.checkValue else {
                throw StartFailure(.database, "there is no store in \(folder)")
            }
            let rootKey = try await keys.rootKey(of: locked.slots, checkValue: checkValue, only: slot)
            return .init(try locked.examine(with: rootKey, opening: Self.openPepper))
        } catch {
            throw StartFailure(error)
        }
    }

    static func openPepper(_ sealed: SealedPepper, _ keys: StoreKeys) throws {
        _ = try PepperSealing(keys: keys, randomBytes: SecureRandom.system).open(sealed)
    }

    private static func unreadable(_ error: StorageError) -> ExaminationReport {
        var report = ExaminationReport()
        report.add("database", error.message)
        return report
    }
}
