import Glibc

/// One open segment. Written by one thread; closed by hand.
struct SegmentFile: Sendable {
    let path: String
    private let descriptor: Int32
    /// Bytes of whole frames, the header included.
    private(set) var length: UInt64

    /// Opens or makes the segment and cuts off what a killed process left unfinished.
    init(path: String) throws(DecisionLogError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        self.path = path
        self.descriptor = descriptor
        self.length = 0
        do throws(DecisionLogError) {
            let intact = SegmentFormat.intactLength(try Self.read(path))
            self.length = UInt64(intact)
            guard ftruncate(descriptor, off_t(intact)) == 0 else { throw Self.failure("cut", path) }
            guard intact > 0 || SegmentFormat.header.withUnsafeBytes({ self.append($0) }) else {
                throw Self.failure("write to", path)
            }
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    /// Appends all of the bytes or none.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard FileWriting.write(bytes, to: self.descriptor) else {
            // A full disk leaves half a frame: take it back, so that the frames after it stay readable.
            _ = ftruncate(self.descriptor, off_t(self.length))
            return false
        }
        self.length += UInt64(bytes.count)
        return true
    }

    func close() { Glibc.close(self.descriptor) }

    /// Bytes of a file; `nil` when there is none.
    static func length(_ path: String) -> Int? {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        return min(max(Int(state.st_size), 0), Self.longest)
    }

    /// A segment never grows far beyond its bound; a file that is larger is not ours.
    private static let longest = 64 << 20

    /// The whole file, or what lies behind an offset.
    static func read(_ path: String, from offset: Int = 0) throws(DecisionLogError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        defer { Glibc.close(descriptor) }
        var state = stat()
        guard fstat(descriptor, &state) == 0 else { throw Self.failure("read", path) }
        let size = max(min(Int(state.st_size), Self.longest) - offset, 0)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.pread(
                    descriptor, buffer.baseAddress?.advanced(by: count), size - count, off_t(offset + count))
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { return }
                count += got
            }
        }
        if failed { throw Self.failure("read", path) }
        return bytes
    }

    private static func failure(_ act: String, _ path: String) -> DecisionLogError {
        .init(.segmentUnusable, "Cannot \(act) \(path): \(String(cString: strerror(errno)))")
    }
}
