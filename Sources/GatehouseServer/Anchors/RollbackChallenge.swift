import Auditing
import Cryptography
import DurableFiles
import Keys

/// What makes the name of a rollback good once: a word that a refused start draws and leaves in the data folder. It goes
/// with the acceptance, and with the folder: whoever puts the same old copy back has a folder without it.
struct RollbackChallenge: Sendable {
    /// Seconds for which it counts: two people have to meet meanwhile, and a copy of the folder that was made in between
    /// carries it.
    static let lifetime: Int64 = 3600
    /// Most bytes of the file.
    private static let longest = 256

    private let file: DurableFile

    init(dataFolder: String) { self.file = DurableFile(path: dataFolder + "/rollback-challenge") }

    /// The word that counts now, drawn when there is none.
    func current(at now: WallTime, randomBytes: RandomBytes = SecureRandom.system) throws(FileFailure) -> String {
        if let bytes = try self.file.read(atMost: Self.longest), let word = Self.word(in: bytes, at: now) {
            return word
        }
        let word = Base64Text.encode(randomBytes(16))
        try self.file.replace(Array("\(max(0, now.seconds)) \(word)\n".utf8))
        return word
    }

    /// Ends it: what was named by it has been accepted.
    func spend() throws(FileFailure) { try self.file.remove() }

    /// Reads a time in seconds and a word; `nil` when it is none, or of another hour.
    private static func word(in bytes: [UInt8], at now: WallTime) -> String? {
        let parts = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let drawn = DecimalText.parse(parts[0]).flatMap(Int64.init(exactly:)) else {
            return nil
        }
        let age = now.seconds.subtractingReportingOverflow(drawn)
        return !age.overflow && (0...Self.lifetime).contains(age.partialValue) ? String(parts[1]) : nil
    }
}
