import Admission
import HTTPMachines
import Keys

/// What is known of a request, gathered while it passes: a value in its connection, handed to the recorder at the end.
struct RequestRecord {
    var id = RequestID(high: 0, low: 0)
    /// When its head was complete.
    var beganAt: MonotonicNanoseconds = 0
    /// When its head was sent to the upstream; 0 when it never was.
    var sentAt: MonotonicNanoseconds = 0
    /// When the final response's head came; 0 when it never did.
    var answeredAt: MonotonicNanoseconds = 0
    var method = RequestMethod.other
    /// Position of the route; -1 when none matched.
    var route = -1
    var key: MatchedKey?
    var isFirstUse = false
    /// Why it was refused; `nil` when it was admitted and the upstream's answer was passed on.
    var reason: Reason?
    /// 0 when nothing was answered.
    var status: UInt16 = 0
    var requestBodyBytes: UInt64 = 0
    var responseBodyBytes: UInt64 = 0
    /// The response began and could not be finished.
    var isTruncated = false
    /// Whether there is a request to record at all.
    var isOpen = false
}
