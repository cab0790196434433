import CSQLiteHardening
import GRDB
import Keys
import Storage

/// A copy of the database, made in short steps between which the store goes on. Used on the store's queue alone.
struct OnlineCopy: ~Copyable, Sendable {
    /// No step should take longer: whoever waits for the connection waits for a step.
    static let longestStep: MonotonicNanoseconds = 5_000_000

    private static let pages: ClosedRange<Int32> = 4...4096

    /// Where SQLite keeps the copy: a number, so that it can go from one turn on the queue to the next.
    private let address: UInt
    private var pace: Int32 = 64

    /// Begins a copy into an empty file.
    init(of database: Database, into path: String) throws(StorageError) {
        guard let source = database.sqliteConnection else { throw .init(.closed, "the store is closed") }
        var copy: OpaquePointer?
        let result = sqlite_copy_begin(UnsafeMutableRawPointer(source), path, &copy)
        guard result == 0, let copy else { throw Self.failure(result, path) }
        self.address = UInt(bitPattern: copy)
    }

    /// Copies some pages, as many as are likely to take half of `longestStep`.
    ///
    /// - Returns: whether the copy is whole.
    mutating func step(_ time: () -> MonotonicNanoseconds) throws(StorageError) -> Bool {
        let begun = time()
        let result = OpaquePointer(bitPattern: self.address).map { sqlite_copy_step($0, self.pace) } ?? 0
        guard result >= 0 else { throw Self.failure(-result, "the copy") }
        let taken = time() &- begun
        if taken > Self.longestStep / 2 {
            self.pace = max(Self.pages.lowerBound, self.pace / 2)
        } else if taken < Self.longestStep / 8 {
            self.pace = min(Self.pages.upperBound, self.pace * 2)
        }
        return result == 0
    }

    /// Ends the copy, whole or not.
    consuming func end() throws(StorageError) {
        let result = OpaquePointer(bitPattern: self.address).map { sqlite_copy_end($0) } ?? 0
        discard self
        guard result == 0 else { throw Self.failure(result, "the copy") }
    }

    deinit {
        if let copy = OpaquePointer(bitPattern: self.address) { _ = sqlite_copy_end(copy) }
    }

    /// What goes wrong with a copy is the copy's: the store itself is read only.
    private static func failure(_ result: Int32, _ path: String) -> StorageError {
        let failure = StorageError(DatabaseError(resultCode: ResultCode(rawValue: result)))
        let code: StorageError.Code = failure.code == .poisoned ? .denied : failure.code
        return .init(code, "the store cannot be copied to \(path): \(failure.message)")
    }
}
