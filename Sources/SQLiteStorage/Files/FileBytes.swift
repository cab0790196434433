import Glibc
import Storage

/// Bytes of an open file at a place of it.
enum FileBytes {
    /// Up to so many bytes from the place on; fewer at the end. `name` tells in a failure what was read.
    static func read(
        _ descriptor: Int32, at offset: UInt64, atMost count: Int, of name: String
    ) throws(StorageError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            while initialized < count {
                let place = off_t(clamping: offset) + off_t(initialized)
                let read = pread(descriptor, target.baseAddress?.advanced(by: initialized), count - initialized, place)
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                guard read > 0 else { break }
                initialized += read
            }
        }
        guard failure == 0 else { throw SystemFailure.error(failure, "read", name) }
        return bytes
    }
}
