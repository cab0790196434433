import GatehouseClient
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// The answer for a caller who was not admitted.
    init(_ problem: ProblemAnswer) {
        self.init(
            status: problem.head.status, headers: problem.head.headerFields,
            body: .init(byteBuffer: ByteBuffer(bytes: problem.body)))
    }
}
