import DurableFiles
import Glibc
import RateLimiting

/// The file that counts of quotas are written down in: `limits/ledger` of the data folder. Records are appended and synced;
/// now and then it is written anew with what still counts.
struct LedgerFile {
    /// It is written anew when so much has been appended since the last time.
    static let mostAppended = 32 << 20
    /// Longest file: a record for each count of the largest limiter (`LimiterTable.init`), and what is appended behind.
    static let longest = LedgerRecord.length << 23 + 2 * Self.mostAppended

    private let file: DurableFile
    private var descriptor: Int32 = -1
    private(set) var appended = 0

    /// Makes the folder when it is missing.
    init(dataFolder: String) throws(FileFailure) {
        let folder = dataFolder + "/limits"
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FileFailure(errno, "make", folder) }
        self.file = DurableFile(path: folder + "/ledger")
        try self.file.inspectFolder()
    }

    /// To be called once, at the end.
    mutating func close() {
        if self.descriptor >= 0 { Glibc.close(self.descriptor) }
        self.descriptor = -1
    }

    /// What it holds. At its end a record may have been cut by a power loss: it was never said to be written. One that cannot be
    /// read with others behind it is damage: what it said is lost, and what is behind it is not.
    func replay() throws(FileFailure) -> LedgerReplay {
        var replay = LedgerReplay()
        guard let bytes = try self.file.read(atMost: Self.longest) else { return replay }
        var (start, unreadable) = (0, 0 as UInt64)
        while start + LedgerRecord.length <= bytes.count {
            if let record = LedgerRecord(bytes[start..<(start + LedgerRecord.length)]) {
                replay.add(record, behindUnreadable: unreadable)
                unreadable = 0
            } else {
                unreadable += 1
            }
            start += LedgerRecord.length
        }
        return replay
    }

    /// Puts a copy aside, for whoever wants to know what has become of it: the last one that was damaged.
    func keepDamaged() throws(FileFailure) {
        guard let bytes = try self.file.read(atMost: Self.longest) else { return }
        try DurableFile(path: self.file.path + ".damaged").replace(bytes)
    }

    /// Writes the file anew, and goes on behind its end.
    mutating func restart(with records: [LedgerRecord]) throws(FileFailure) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records.count * LedgerRecord.length)
        for record in records { record.write(to: &bytes) }
        try self.file.replace(bytes)
        self.close()
        self.descriptor = open(self.file.path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
        guard self.descriptor >= 0 else { throw FileFailure(errno, "open", self.file.path) }
        self.appended = 0
    }

    /// Appends records. When this returns, they outlast a power cut. When it throws, nobody knows what the disk holds: the
    /// file has to be written anew.
    mutating func append(_ records: [LedgerRecord]) throws(FileFailure) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records.count * LedgerRecord.length)
        for record in records { record.write(to: &bytes) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(self.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFailure(errno, "write", self.file.path) }
            written += count
        }
        guard fdatasync(self.descriptor) == 0 else { throw FileFailure(errno, "sync", self.file.path) }
        self.appended += bytes.count
    }
}
