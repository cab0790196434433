import Admission
import HTTPMachines
import Keys
import VerifyAPI

/// What answers say of limits, in the dialects that the configuration names.
///
/// Requests under one limit differ in two numbers at the end. What comes before those is remembered, for as many limits as a
/// loop has met since the last publication, up to a bound. Older dialects are written anew each time.
struct LimitText {
    /// Most limits remembered; those beyond are written piece by piece.
    static let most = 16

    private struct Known {
        let policy: String
        let limit: UInt32
        let windowSeconds: UInt32
        let beginning: [UInt8]

        /// Numbers first: they are told apart faster than names.
        func isFor(_ report: LimitReport) -> Bool {
            self.limit == report.limit && self.windowSeconds == report.windowSeconds && self.policy == report.policy
        }
    }

    private let announcement: LimitAnnouncement
    private let isStructured: Bool
    private let hasOlder: Bool
    /// Leaves what an upstream says under the names of older dialects out; `nil` where none is spoken.
    let olderFields: FieldRewrite?
    private var known: [Known] = []
    private var scratch: [UInt8] = []

    init(_ announcement: LimitAnnouncement = .init()) {
        self.announcement = announcement
        self.isStructured = announcement.dialects.contains(.structured)
        self.hasOlder = !announcement.dialects.older.isEmpty
        self.olderFields = self.hasOlder ? try? .init(.response, remove: announcement.dialects.olderNames) : nil
    }

    /// Appends the lines for a request that was admitted.
    mutating func write(_ report: LimitReport, at now: WallTime, to text: inout HeadText) {
        if self.isStructured { self.writeStructured(report, to: &text) }
        if self.hasOlder { self.writeOlder(report, at: now, to: &text) }
        if self.announcement.warns(report) { self.writeWarning(report, to: &text) }
    }

    /// Limits may have gone.
    mutating func forgetAll() { self.known.removeAll(keepingCapacity: true) }

    /// Appends the lines for a request that was refused.
    mutating func writeRefused(_ report: LimitReport, at now: WallTime, to text: inout HeadText) {
        self.scratch.removeAll(keepingCapacity: true)
        LimitLines.append(
            LimitFigures(report), in: self.announcement.dialects, at: now.seconds, to: &self.scratch)
        text.write(self.scratch)
    }

    private mutating func writeStructured(_ report: LimitReport, to text: inout HeadText) {
        if report.isConcurrency {
            self.scratch.removeAll(keepingCapacity: true)
            LimitLines.append(LimitFigures(report), in: .structured, at: 0, to: &self.scratch)
            return text.write(self.scratch)
        }
        for known in self.known where known.isFor(report) {
            text.write(known.beginning)
            return Self.writeEnd(of: report, to: &text)
        }
        var beginning: [UInt8] = []
        LimitLines.appendBeginning(LimitFigures(report), to: &beginning)
        text.write(beginning)
        Self.writeEnd(of: report, to: &text)
        guard self.known.count < Self.most else { return }
        self.known.append(
            Known(
                policy: report.policy, limit: report.limit, windowSeconds: report.windowSeconds,
                beginning: beginning))
    }

    private static func writeEnd(of report: LimitReport, to text: inout HeadText) {
        text.writeDecimal(UInt64(report.remaining))
        text.write(LimitLines.beforeReset)
        text.writeDecimal(UInt64(report.resetSeconds))
        text.write("\r\n")
    }

    private mutating func writeOlder(_ report: LimitReport, at now: WallTime, to text: inout HeadText) {
        self.scratch.removeAll(keepingCapacity: true)
        LimitLines.appendOlder(
            LimitFigures(report), in: self.announcement.dialects, at: now.seconds, to: &self.scratch)
        text.write(self.scratch)
    }

    private mutating func writeWarning(_ report: LimitReport, to text: inout HeadText) {
        self.scratch.removeAll(keepingCapacity: true)
        LimitLines.appendWarning(LimitFigures(report), to: &self.scratch)
        text.write(self.scratch)
    }
}
