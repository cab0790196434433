import Glibc

/// The token of a web server: one line of a file that nobody else can read.
enum TokenFile {
    private static let longest = 4096

    static func read(_ path: String) throws(SinkFailure) -> String {
        // A pipe in the file's place must not hold us up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw .init(.file, "the token file \(path) cannot be read") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0 else {
            throw .init(.exposed, "others can read the token file \(path); chmod it to 0600 and replace the token")
        }
        var bytes = [UInt8](repeating: 0, count: Self.longest + 2)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        bytes.removeLast(bytes.count - max(count, 0))
        while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
        guard (1...Self.longest).contains(bytes.count), bytes.allSatisfy({ 0x21...0x7e ~= $0 }) else {
            throw .init(.file, "the token file \(path) must hold one line of visible ASCII characters")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
