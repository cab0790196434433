import Glibc
import Synchronization

/// Memory for secrets: whole pages, zeroed, kept out of the swap and of core dumps where the system allows it.
///
/// Some single pages are kept between two secrets as they are. To guard a page and to let go of it takes four calls that hold
/// up every thread which touches new memory, and each record that is sealed or opened needs three for a moment.
enum GuardedPages {
    private static let pageSize = 4096
    private static let mostSpare = 32

    /// Addresses of single pages that nobody uses: zeroed, and guarded.
    private static let spare = Mutex<[UInt]>([])

    /// Pages for so many bytes.
    static func take(_ count: Int) -> UnsafeMutableRawBufferPointer {
        let length = max(count + self.pageSize - 1, self.pageSize) / self.pageSize * self.pageSize
        if length == self.pageSize, let page = self.spare.withLock({ $0.popLast() }) {
            return .init(start: UnsafeMutableRawPointer(bitPattern: page), count: length)
        }
        let pages = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: self.pageSize)
        pages.initializeMemory(as: UInt8.self, repeating: 0)
        // Both are best effort: an unprivileged process may lock little memory.
        _ = mlock(pages.baseAddress, length)
        _ = madvise(pages.baseAddress, length, MADV_DONTDUMP)
        return pages
    }

    /// Takes back pages that were zeroed.
    static func giveBack(_ pages: UnsafeMutableRawBufferPointer) {
        let isKept = self.spare.withLock { spare in
            guard pages.count == self.pageSize, spare.count < self.mostSpare else { return false }
            spare.append(UInt(bitPattern: pages.baseAddress))
            return true
        }
        guard !isKept else { return }
        _ = madvise(pages.baseAddress, pages.count, MADV_DODUMP)
        _ = munlock(pages.baseAddress, pages.count)
        pages.deallocate()
    }
}
