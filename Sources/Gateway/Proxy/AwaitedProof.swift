import Admission
import HTTPMachines
import NIOCore

/// A request that waits until its token is proven: where its parts lie in the head.
struct AwaitedProof {
    let route: Int
    /// Where the token lies.
    let token: Range<Int>
    /// The fields that are not passed on.
    let drops: FieldDrops
    /// The head; empty until the request waits.
    var head = ByteBuffer()

    init(route: Int, token: Range<Int>, drops: FieldDrops) {
        self.route = route
        self.token = token
        self.drops = drops
    }
}
