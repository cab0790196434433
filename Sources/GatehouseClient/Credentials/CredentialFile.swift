import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A credential kept in a file, as credential directories, mounted secrets and `gatehouse keys create --secret-file`
/// leave it. Its first line is the secret.
///
/// The file is read again every ten seconds, and at once after Gatehouse has refused what it held, so that a rotation
/// reaches the service without a restart. Replacing the file by renaming another one over it is safe at any moment. While
/// the file cannot be read, the last credential goes on.
public final class CredentialFile: CredentialSource {
    /// Most bytes read of the file.
    private static let largest = 4096
    private static let freshFor: UInt64 = 10_000_000_000

    private let path: String
    private let monotonic: @Sendable () -> UInt64
    private let memory = Mutex<(held: Credential?, readAgainAt: UInt64)>((nil, 0))

    /// A credential in the file of that path.
    public convenience init(_ path: String) { self.init(path, monotonic: ClientClock.system.monotonic) }

    init(_ path: String, monotonic: @escaping @Sendable () -> UInt64) {
        self.path = path
        self.monotonic = monotonic
    }

    /// The credential in the file.
    ///
    /// - Throws: `CredentialFileError` when there has never been one.
    public func credential() throws -> Credential {
        let now = self.monotonic()
        let (held, readAgainAt) = self.memory.withLock { $0 }
        if let held, now < readAgainAt { return held }
        let credential = Self.read(self.path) ?? held
        self.memory.withLock { $0 = (credential, now.addingCapped(Self.freshFor)) }
        guard let credential else { throw CredentialFileError(path: self.path) }
        return credential
    }

    /// Has the file read again before the next call.
    public func invalidate(_ rejected: Credential) {
        self.memory.withLock { memory in
            if memory.held?.version == rejected.version { memory.readAgainAt = 0 }
        }
    }

    private static func read(_ path: String) -> Credential? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.largest) { buffer, count in
            count = 0
            while count < buffer.count {
                let wanted = buffer.count - count
                guard let start = buffer.baseAddress?.advanced(by: count) else { return }
                #if canImport(Glibc)
                    let got = Glibc.read(descriptor, start, wanted)
                #elseif canImport(Musl)
                    let got = Musl.read(descriptor, start, wanted)
                #else
                    let got = Darwin.read(descriptor, start, wanted)
                #endif
                guard got > 0 else { return }
                count += got
            }
        }
        return String(validating: bytes, as: UTF8.self).flatMap { Credential(firstLineOf: $0) }
    }
}
