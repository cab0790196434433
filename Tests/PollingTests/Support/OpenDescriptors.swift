import Foundation

/// Descriptors that this process has open; tests beside this one have theirs.
enum OpenDescriptors {
    /// How many, whose name in /proc begins so: "socket:", "anon_inode:[eventpoll]".
    static func count(_ kind: String) -> Int {
        let folder = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count {
            let name = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)
            return name?.hasPrefix(kind) ?? false
        }
    }
}
