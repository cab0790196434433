import FoundationEssentials
import Glibc
import Keys

/// The segments in their folder: the newest is appended to, the oldest go when there are too many bytes or too much time.
struct SegmentFolder: Sendable {
    /// A segment that is no longer written to.
    struct Sealed: Sendable {
        let sequence: UInt64
        let bytes: UInt64
        /// When its newest record was written, in wall-clock milliseconds.
        let newest: Int64
    }

    /// Longest age that is kept to, and largest segment that is counted: more than there can be, and sums never overflow.
    private static let longestAge: UInt64 = 1 << 40
    private static let largestSegment: UInt64 = 1 << 40
    private let folder: String
    private let configuration: DecisionLogConfiguration
    /// Oldest first.
    private(set) var sealed: [Sealed]
    private var current: SegmentFile
    private var currentSequence: UInt64
    /// When the current segment got its first and its last record, in wall-clock milliseconds.
    private var opened: Int64?
    private var newest: Int64

    /// Opens the folder, cuts the torn tail of the newest segment and goes on in it.
    init(_ configuration: DecisionLogConfiguration, now: Int64) throws(DecisionLogError) {
        self.folder = configuration.folder
        self.configuration = configuration
        let sequences = try Self.list(configuration.folder)
        self.currentSequence = sequences.last ?? 1
        self.current = try SegmentFile(path: Self.path(configuration.folder, self.currentSequence))
        self.newest = Self.modified(self.current.path)?.at ?? now
        // When it was begun is not known; the last change is the latest it can have been.
        self.opened = self.current.length > UInt64(SegmentFormat.header.count) ? self.newest : nil
        self.sealed = sequences.dropLast().compactMap { sequence in
            Self.modified(Self.path(configuration.folder, sequence)).map {
                .init(sequence: sequence, bytes: $0.bytes, newest: $0.at)
            }
        }
        self.enforceBounds(now: now)
    }

    /// Bytes of all segments.
    var bytes: UInt64 { self.sealed.reduce(self.current.length) { $0 + $1.bytes } }

    /// Appends the frames, in as many segments as they need.
    ///
    /// - Returns: how many could not be written.
    mutating func append(_ frames: FrameBuffer, now: Int64) -> Int {
        let lost = frames.withBytes { self.append($0, now: now) }
        self.enforceBounds(now: now)
        return lost
    }

    private mutating func append(_ frames: UnsafeRawBufferPointer, now: Int64) -> Int {
        var (lost, start, end, pending) = (0, 0, 0, 0)
        while end < frames.count {
            let next = end + SegmentFormat.frameLength(in: frames, at: end)
            if self.current.length + UInt64(next - start) > self.configuration.segmentBytes {
                lost += self.write(frames[start..<end], records: pending, now: now)
                self.rotate(now: now)
                (start, pending) = (end, 0)
            }
            end = next
            pending += 1
        }
        return lost + self.write(frames[start..<end], records: pending, now: now)
    }

    /// Lets go of what is too old, also when nothing is written.
    mutating func enforceBounds(now: Int64) {
        let age = Int64(min(self.configuration.maximumAgeSeconds, Self.longestAge)) * 1000
        // A segment spans an eighth of the age at most, so that nothing outlives its age by more.
        if let opened = self.opened, now - opened > age / 8 { self.rotate(now: now) }
        let room =
            self.configuration.maximumBytes - min(self.configuration.segmentBytes, self.configuration.maximumBytes)
        var sealedBytes = self.sealed.reduce(UInt64(0)) { $0 + $1.bytes }
        while let oldest = self.sealed.first, sealedBytes > room || now - oldest.newest > age {
            unlink(Self.path(self.folder, oldest.sequence))
            sealedBytes -= oldest.bytes
            self.sealed.removeFirst()
        }
    }

    /// Whether nothing was ever let go: the first segment is still there.
    var isComplete: Bool { (self.sealed.first?.sequence ?? self.currentSequence) == 1 }

    func close() { self.current.close() }

    /// Paths of all segments, newest first.
    var paths: [String] {
        [self.current.path] + self.sealed.reversed().map { Self.path(self.folder, $0.sequence) }
    }

    private mutating func write(_ frames: Slice<UnsafeRawBufferPointer>, records: Int, now: Int64) -> Int {
        guard records > 0 else { return 0 }
        guard self.current.append(UnsafeRawBufferPointer(rebasing: frames)) else { return records }
        self.newest = now
        self.opened = self.opened ?? now
        return 0
    }

    /// Seals the current segment and begins the next; when that cannot be made, the current one goes on.
    private mutating func rotate(now: Int64) {
        guard self.opened != nil,
            let next = try? SegmentFile(path: Self.path(self.folder, self.currentSequence + 1))
        else { return }
        self.current.close()
        self.sealed.append(.init(sequence: self.currentSequence, bytes: self.current.length, newest: self.newest))
        self.current = next
        self.currentSequence += 1
        self.opened = nil
    }

    private static func path(_ folder: String, _ sequence: UInt64) -> String {
        folder + "/" + SegmentFormat.name(sequence)
    }

    /// Sequence numbers of the segments in the folder, ascending. Makes the folder when there is none.
    private static func list(_ folder: String) throws(DecisionLogError) -> [UInt64] {
        do {
            if mkdir(folder, 0o700) != 0, errno != EEXIST {
                throw DecisionLogError(.folderUnusable, "Cannot make \(folder): \(String(cString: strerror(errno)))")
            }
            return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap(SegmentFormat.sequence)
                .sorted()
        } catch let error as DecisionLogError {
            throw error
        } catch {
            throw .init(.folderUnusable, "Cannot list \(folder): \(error)")
        }
    }

    private static func modified(_ path: String) -> (bytes: UInt64, at: Int64)? {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        // Anybody may have set the time of a file to anything.
        let at = min(max(WallTime(seconds: Int64(state.st_mtim.tv_sec)), .distantPast), .distantFuture)
        return (min(UInt64(clamping: state.st_size), Self.largestSegment), at.milliseconds)
    }
}
