import Glibc

/// The challenges that an ACME client has put into its webroot (RFC 8555, 8.3): small files that come and go.
struct ChallengeFolder: Sendable {
    /// Most bytes of a challenge: a token, a dot and the digest of an account's key.
    static let mostBytes = 4_096

    private let path: String

    init(webroot: String) { self.path = webroot + "/.well-known/acme-challenge" }

    /// What the file of that name holds; `nil` when there is none, or it is no small ordinary file. The name holds no slash
    /// and no dot. A link is not followed: the folder may be another user's.
    func read(_ name: [UInt8]) -> [UInt8]? {
        let folder = open(self.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return nil }
        defer { close(folder) }
        let file = openat(folder, String(decoding: name, as: UTF8.self), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= Self.mostBytes else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Self.mostBytes)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count >= 0 ? Array(bytes[..<count]) : nil
    }
}
