import Foundation

/// A file that a command reads whole, or standard input for `-`.
enum InputFile {
    /// The bytes.
    ///
    /// - Throws: Exit 65 when it cannot be read or is larger than `limit`.
    static func read(_ path: String, atMost limit: Int) throws -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refused(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.refused(path, String(cString: strerror(errno))) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw Self.refused(path, "it is larger than \(limit) bytes") }
        }
    }

    private static func refused(_ path: String, _ reason: String) -> CommandFailure {
        .init(.malformedInput, code: "input_unreadable", "\(path) cannot be read: \(reason).")
    }
}
