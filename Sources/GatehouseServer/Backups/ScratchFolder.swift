import Foundation
import Glibc
import Synchronization

/// A private folder for what is unpacked: gone when the work is over, when it is interrupted, and, where it was killed,
/// when the next one begins.
final class ScratchFolder {
    private static let prefix = "gatehouse-backup-"
    fileprivate static let suffixLength = 6

    let path: String
    /// Locked for as long as the folder is in use: who gets the lock may remove it.
    private let hold: Int32
    private let removal: Removal
    private let care: EndingCare

    /// Makes it in a folder that is there. Throws `StartFailure`.
    init(in place: String) throws(StartFailure) {
        Self.removeLeftovers(in: place)
        let (path, hold) = try Self.make(in: place)
        (self.path, self.hold) = (path, hold)
        let removal = Removal(path: path)
        self.removal = removal
        self.care = EndingCare { removal.remove() }
    }

    /// Removes it with everything in it.
    func remove() {
        self.care.end()
        self.removal.remove()
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
                Removal(path: path).remove()
            }
            close(descriptor)
        }
    }
}

/// The removal of one scratch folder, once: work that fails because it was interrupted cleans up too, and who comes second
/// waits for the first, so that the process does not end in the midst of it.
private final class Removal: Sendable {
    private let path: String
    private let isRemoved = Mutex(false)

    init(path: String) { self.path = path }

    func remove() {
        self.isRemoved.withLock { isRemoved in
            guard !isRemoved else { return }
            isRemoved = true
            let name = self.movedAside() ?? self.path
            try? FileManager.default.removeItem(atPath: name)
        }
    }

    /// Under another name, work that still goes on makes no new file in it.
    private func movedAside() -> String? {
        var template = Array("\(self.path.dropLast(ScratchFolder.suffixLength))XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { return nil }
        let name = String(cString: made)
        guard rename(self.path, name) == 0 else {
            rmdir(name)
            return nil
        }
        return name
    }
}
