/// Records as frames of a segment, one behind the other, in memory that never moves: what a loop hands over needs no
/// second form on its way to the disk.
struct FrameBuffer: Sendable {
    /// Bytes that most frames stay below.
    private static let usualFrame = 512

    private var room: [UInt8]
    /// Bytes of the frames.
    private(set) var length = 0
    /// How many there are.
    private(set) var count = 0
    private let capacity: Int

    /// - Parameter capacity: most records; long ones may be fewer.
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        let (bytes, isTooMuch) = self.capacity.multipliedReportingOverflow(by: Self.usualFrame)
        self.room = .init(repeating: 0, count: (isTooMuch ? 1 << 30 : bytes) + SegmentFormat.longestFrame)
    }

    /// Room for none, to be exchanged for one with records.
    init() {
        self.room = []
        self.capacity = 0
    }

    /// Appends a record, its checksum still open.
    ///
    /// - Returns: whether there was room.
    mutating func append(_ record: DecisionRecord) -> Bool {
        guard self.count < self.capacity, self.room.count - self.length >= SegmentFormat.longestFrame else {
            return false
        }
        let start = self.length
        self.length += self.room.withUnsafeMutableBytes { room in
            SegmentFormat.writeFrame(record, into: .init(rebasing: room[start...]))
        }
        self.count += 1
        return true
    }

    mutating func removeAll() {
        self.length = 0
        self.count = 0
    }

    /// Calls with each record, which may be changed where it lies; then closes its frame.
    mutating func forEach(_ body: (EncodedRecord) -> Void) {
        let length = self.length
        self.room.withUnsafeMutableBytes { room in
            var start = 0
            while start < length {
                let frame = UnsafeMutableRawBufferPointer(rebasing: room[start..<length])
                let payload = SegmentFormat.openPayload(of: frame)
                body(EncodedRecord(payload))
                SegmentFormat.close(frame, payload: UnsafeRawBufferPointer(payload))
                start += SegmentFormat.frameHeader + payload.count
            }
        }
    }

    /// Lends the frames' bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        self.room.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<self.length])) }
    }
}
