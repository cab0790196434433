import Foundation
import GatehouseServer

/// Files that hold a secret: read only when private, written once, never over another file.
struct SecretFile: ~Copyable {
    /// Longest secret file read.
    static let longest = 4096

    private let file: NewFile

    /// Creates the file with mode 0600, before the secret exists: a secret that cannot be stored is never asked for.
    init(creating path: String) throws { self.file = try .init(creating: path, mode: 0o600, kind: "secret") }

    /// Stores the secret durably, with a newline.
    consuming func store(_ secret: String) throws {
        let path = self.file.path
        guard self.file.store(secret + "\n") else {
            throw CommandFailure(
                .cannotCreate, code: "secret_file_refused", "\(path) could not be written; the secret is lost.",
                fix: "rotate the key to get another secret")
        }
    }

    /// Removes the file again: the secret never came to be.
    consuming func discard() { self.file.discard() }

    /// The text of a private file, or of standard input for `-`.
    ///
    /// - Throws: Exit 77 when others can read or write the file.
    static func read(_ path: String) throws -> String {
        try Self.withContent(of: path) { String(decoding: $0, as: UTF8.self) }
    }

    /// The same without spaces and line ends, and without a copy left behind in memory.
    static func readLine(_ path: String) throws -> [UInt8] {
        try Self.withContent(of: path) { bytes in
            var line: [UInt8] = []
            line.reserveCapacity(bytes.count)
            for byte in bytes where ![0x0a, 0x0d, 0x20].contains(byte) { line.append(byte) }
            return line
        }
    }

    /// Lends what the file holds, and wipes it.
    private static func withContent<Content>(
        of path: String, _ body: (Slice<UnsafeRawBufferPointer>) -> Content
    ) throws -> Content {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .rootKeyMissing, code: "secret_file_missing",
                "\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        guard path == "-" || FilePrivacy.isPrivate(descriptor) else {
            throw CommandFailure(
                .exposedSecret, code: "secret_exposed", "Others can read or write \(path).", fix: "chmod 600 \(path)")
        }
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        defer {
            bytes.withUnsafeMutableBytes { bytes in
                if let address = bytes.baseAddress { explicit_bzero(address, bytes.count) }
            }
        }
        var used = 0
        while used < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress?.advanced(by: used), Self.longest - used)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            used += count
        }
        return bytes.withUnsafeBytes { body($0.prefix(used)) }
    }
}
