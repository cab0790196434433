import Admission
import HTTPMachines
import Keys
import NIOCore

/// A request that waits until its token is proven, or for room under a limit: where its parts lie in the head.
struct AwaitedProof {
    let route: Int
    /// Where the token lies.
    let token: Range<Int>
    /// The fields that are not passed on.
    let drops: FieldDrops
    /// What of a credential was found.
    var presented = Presented.token
    /// Until when it may wait for room under a limit; `nil` for one whose token is being proven.
    var roomUntil: MonotonicNanoseconds?
    /// The head; empty until the request waits.
    var head = ByteBuffer()

    init(route: Int, token: Range<Int>, drops: FieldDrops) {
        self.route = route
        self.token = token
        self.drops = drops
    }
}
