import Foundation
import Glibc

/// A private folder for what is unpacked: gone when the work is over, when it is interrupted, and, where it was killed,
/// when the next one begins.
final class ScratchFolder {
    private static let prefix = "gatehouse-backup-"
    private static let suffixLength = 6

    let path: String
    /// Locked for as long as the folder is in use: who gets the lock may remove it.
    private let hold: Int32
    private let care: EndingCare

    /// Makes it in a folder that is there. Throws `StartFailure`.
    init(in place: String) throws(StartFailure) {
        Self.removeLeftovers(in: place)
        let (path, hold) = try Self.make(in: place)
        (self.path, self.hold) = (path, hold)
        self.care = EndingCare { Self.remove(path) }
    }

    /// Removes it with everything in it.
    func remove() {
        self.care.end()
        Self.remove(self.path)
    }

    deinit { close(self.hold) }

    /// One that somebody takes for a leftover before it is locked is made again.
    private static func make(in place: String) throws(StartFailure) -> (String, Int32) {
        for _ in 0..<16 {
            var template = Array("\(place)/\(Self.prefix)XXXXXX".utf8CString)
            guard let made = mkdtemp(&template) else { break }
            let path = String(cString: made)
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            var status = stat()
            if flock(descriptor, LOCK_EX) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
                return (path, descriptor)
            }
            close(descriptor)
        }
        throw StartFailure(.cannotCreate, "no folder can be made in \(place): \(String(cString: strerror(errno)))")
    }

    /// What works of ours that were killed have left. Those of a work that goes on are locked.
    private static func removeLeftovers(in place: String) {
        let length = Self.prefix.utf8.count + Self.suffixLength
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        for name in names where name.hasPrefix(Self.prefix) && name.utf8.count == length {
            let path = "\(place)/\(name)"
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                Self.remove(path)
            }
            close(descriptor)
        }
    }

    /// Under another name first, so that work that still goes on makes no new file in it meanwhile.
    private static func remove(_ path: String) {
        let place = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var template = Array("\(place)/\(Self.prefix)XXXXXX".utf8CString)
        let isMoved = mkdtemp(&template).map { rename(path, $0) == 0 } ?? false
        let name = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? path
        try? FileManager.default.removeItem(atPath: isMoved ? name : path)
        if !isMoved { rmdir(name) }
    }
}
