import Admission
import HTTPMachines
import Keys

/// The response fields about limits.
struct LimitFields {
    let announcement: LimitAnnouncement
    let now: WallTime

    init(_ announcement: LimitAnnouncement, at now: WallTime) {
        self.announcement = announcement
        self.now = now
    }

    /// Appends what is said of a limit, with a warning where there is one to give.
    func write(_ limit: LimitReport, isAdmitted: Bool, to output: inout [UInt8]) {
        let figures = LimitFigures(limit)
        LimitLines.append(figures, in: self.announcement.dialects, at: self.now.seconds, to: &output)
        if isAdmitted, self.announcement.warns(limit) { LimitLines.appendWarning(figures, to: &output) }
    }

    static func writeRetryAfter(_ seconds: UInt32, to output: inout [UInt8]) {
        output.write("Retry-After: ")
        output.writeDecimal(seconds)
        output.writeLine()
    }
}
