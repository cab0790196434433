import Admission
import Foundation
import Keys
import Synchronization
import TestKit

@testable import DecisionLog

/// A folder that goes with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        self.path = NSTemporaryDirectory() + "/decisions-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// Names of the segments, oldest first.
    var segments: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []).filter { $0.hasSuffix(".log") }
            .sorted()
    }

    /// All bytes of all files.
    var contents: [UInt8] {
        self.segments.flatMap { FileManager.default.contents(atPath: self.path + "/" + $0).map(Array.init) ?? [] }
    }
}

/// Clocks that stand still until they are told otherwise.
final class HandClock: Sendable {
    private let seconds = Atomic<Int>(1_000_000)

    func advance(seconds: Int) { self.seconds.add(seconds, ordering: .relaxed) }

    var wall: WallTime { .init(seconds: Int64(self.seconds.load(ordering: .relaxed))) }

    var clocks: DecisionClocks {
        .init(
            wall: { self.wall }, monotonic: { UInt64(self.seconds.load(ordering: .relaxed)) * 1_000_000_000 })
    }
}

/// What the sinks heard.
final class Heard: Sendable {
    private struct State {
        var usages: [[VersionUsage]] = []
        var firstUses: [VersionUsage] = []
        var told: [WallTime] = []
        var abuses: [[KeyID: WallTime]] = []
    }

    private let state = Mutex(State())

    var sinks: DecisionSinks {
        .init(
            usage: { usages in self.state.withLock { $0.usages.append(usages) } },
            firstUse: { usage in self.state.withLock { $0.firstUses.append(usage) } },
            toldAll: { moment in self.state.withLock { $0.told.append(moment) } },
            abuse: { abuses in self.state.withLock { $0.abuses.append(abuses) } })
    }

    var usages: [[VersionUsage]] { self.state.withLock(\.usages) }
    var firstUses: [VersionUsage] { self.state.withLock(\.firstUses) }
    var abuses: [[KeyID: WallTime]] { self.state.withLock(\.abuses) }
    var toldUntil: [WallTime] { self.state.withLock(\.told) }
}

extension DecisionRecord {
    /// An id made from a number.
    static func id<Kind>(_ number: UInt64) -> ObjectID<Kind> {
        var generator = SeededGenerator(seed: number)
        return .init(randomBytes: { generator.bytes($0) })
    }

    /// A record with every field filled in a way that depends on the number.
    static func sample(_ number: UInt64, at: WallTime = .init(seconds: 1_000_000)) -> Self {
        var record = Self(
            requestID: Self.id(number), at: at, method: number.isMultiple(of: 2) ? .get : .post,
            address: number.isMultiple(of: 3)
                ? .init(ipv6High: 0x2001_0db8_0000_0000, low: number)
                : .init(ipv4: 0x0a00_0000 | UInt32(number & 0xffff)))
        record.status = number.isMultiple(of: 5) ? 429 : 200
        record.reason = number.isMultiple(of: 5) ? .limitExceeded : nil
        record.flags = number.isMultiple(of: 5) ? [.limited, .refusedByAdmission] : []
        record.keyID = number.isMultiple(of: 7) ? nil : Self.id(number % 11 + 1_000_000)
        record.keyVersion = UInt32(number % 3)
        record.ownerID = number.isMultiple(of: 2) ? nil : Self.id(number % 5 + 2_000_000)
        record.surface = Surface(rawValue: UInt8(number % 4)) ?? .gateway
        record.route = .init("orders")
        record.routeTemplate = .init("/orders/{id}")
        record.environment = .init("production")
        record.host = .init("api.example.com")
        record.setPath(Array("/orders/\(number)?token=secret".utf8).span)
        record.userAgent = .init("curl/8.\(number)")
        record.upstream = .init("127.0.0.1:9000")
        record.bytesIn = number
        record.bytesOut = number * 3
        record.durationNanoseconds = number * 1_000_000 + 1234
        record.upstreamNanoseconds = number * 900_000
        record.overheadNanoseconds = 50_000
        record.setLimit(
            .init(policy: "burst", limit: 10, windowSeconds: 60, remaining: 3, resetSeconds: 7))
        record.permission = .init("orders:read")
        record.trace = number.isMultiple(of: 4) ? .none : .init(traceHigh: number, traceLow: 2, spanID: 0xabc)
        return record
    }
}

extension DecisionLog {
    /// A log without a thread: the test drains it.
    static func open(
        _ folder: TemporaryFolder, clock: HandClock = .init(), heard: Heard = .init(), producers: Int = 1,
        change: (inout DecisionLogConfiguration) -> Void = { _ in }
    ) throws -> DecisionLog {
        var configuration = DecisionLogConfiguration(folder: folder.path)
        change(&configuration)
        // The sinks keep the folder for as long as the log lives.
        let sinks = DecisionSinks(
            usage: { usages in withExtendedLifetime(folder) { heard.sinks.usage(usages) } },
            firstUse: heard.sinks.firstUse, toldAll: heard.sinks.toldAll, abuse: heard.sinks.abuse)
        return try .init(configuration, producers: producers, sinks: sinks, clocks: clock.clocks)
    }
}

extension DecisionRecord {
    /// Calls with the record as the drain sees it.
    func withEncoded(_ body: (EncodedRecord) -> Void) {
        var frames = FrameBuffer(capacity: 1)
        _ = frames.append(self)
        frames.forEach(body)
    }

    /// What is kept of the record.
    var masked: Self {
        var frames = FrameBuffer(capacity: 1)
        _ = frames.append(self)
        frames.forEach { $0.mask() }
        let frame = frames.withBytes { Array($0) }
        return RecordEncoding.read(frame[SegmentFormat.frameHeader...]) ?? self
    }
}

extension [UInt8] {
    /// The bytes of a record in a segment.
    init(frameOf record: DecisionRecord) {
        var frames = FrameBuffer(capacity: 1)
        _ = frames.append(record)
        frames.forEach { _ in }
        self = frames.withBytes { Array($0) }
    }
}
