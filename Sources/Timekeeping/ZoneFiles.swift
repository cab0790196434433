import Glibc
package import Keys
import Synchronization

/// The time zones that the system knows (`tzdata`), each read once.
package final class ZoneFiles: Sendable {
    /// Where Debian and its kin have them.
    package static let system = ZoneFiles(folder: "/usr/share/zoneinfo")

    /// Most zones that are kept: there are some six hundred names.
    private static let most = 1_024

    private let folder: String
    private let known = Mutex<[String: ZoneRules]>([:])

    package init(folder: String) { self.folder = folder }

    package var source: ZoneSource { .init { self.rules(of: $0) } }

    private func rules(of name: String) -> ZoneRules? {
        guard ZoneSource.isName(name) else { return nil }
        if let known = self.known.withLock({ $0[name] }) { return known }
        let rules = Self.bytes(of: "\(self.folder)/\(name)").flatMap { try? ZoneRules(file: $0) }
        self.known.withLock { known in
            // What is not there may come with the next update of the system, so it is not remembered.
            if rules != nil, known.count < Self.most { known[name] = rules }
        }
        return rules
    }

    /// The bytes of a plain file that is no longer than any of them; `nil` when there is none.
    private static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            (1...Int64(ZoneRules.longestFile)).contains(Int64(status.st_size))
        else { return nil }
        let length = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let got = read(descriptor, buffer.baseAddress?.advanced(by: count), length - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
        }
        return bytes.count == length ? bytes : nil
    }
}
