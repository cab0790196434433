/// Where a loop puts heads together before they go into a buffer in one piece: a head has some forty pieces, and a buffer
/// asks for each whether it is its only owner and large enough. Memory that is used again and again is in the cache, too.
final class HeadText: TextSink {
    private static let usualBytes = 4_096

    private var room: UnsafeMutableRawBufferPointer
    private var count = 0

    init() { self.room = .allocate(byteCount: Self.usualBytes, alignment: 16) }

    deinit { self.room.deallocate() }

    /// What has been written since it was last emptied. Not to be kept.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self.room[..<self.count]) }

    func removeAll() { self.count = 0 }

    @inline(__always)
    func put(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        if bytes.count > self.room.count - self.count { self.grow(by: bytes.count) }
        self.room.baseAddress?.advanced(by: self.count).copyMemory(from: source, byteCount: bytes.count)
        self.count += bytes.count
    }

    @inline(__always)
    func put(_ byte: UInt8) {
        if self.count == self.room.count { self.grow(by: 1) }
        self.room[self.count] = byte
        self.count += 1
    }

    @inline(__always)
    func put(_ word: UInt64, count: Int) {
        if self.room.count - self.count < 8 { self.grow(by: 8) }
        self.room.storeBytes(of: word.littleEndian, toByteOffset: self.count, as: UInt64.self)
        self.count += count
    }

    /// Heads are bounded by the limits of their parsers, and so is this.
    private func grow(by more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(self.room.count * 2, self.count + more), alignment: 16)
        larger.copyMemory(from: self.bytes)
        self.room.deallocate()
        self.room = larger
    }
}
