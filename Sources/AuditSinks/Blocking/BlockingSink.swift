package import AuditExport
import NIOPosix

/// A sink whose deliveries block a thread of its own, so that one that hangs holds up nobody else.
package final class BlockingSink: AuditSink {
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let delivery: any BlockingDelivery
    private let timeout: Duration

    package init(_ delivery: any BlockingDelivery, timeout: Duration) {
        self.delivery = delivery
        self.timeout = timeout
        self.pool.start()
    }

    package func deliver(_ records: [AuditRecord]) async throws(SinkFailure) -> Int {
        let deadline = Deadline(after: self.timeout)
        let outcome = await withTaskCancellationHandler {
            await self.run(records, deadline)
        } onCancel: {
            deadline.cancel()
        }
        return try outcome.get()
    }

    private func run(_ records: [AuditRecord], _ deadline: Deadline) async -> Result<Int, SinkFailure> {
        do {
            return try await self.pool.runIfActive { [delivery] in
                Result { () throws(SinkFailure) in try delivery.deliver(records, until: deadline) }
            }
        } catch {
            return .failure(.init(.stopped, "the server stops"))
        }
    }

    package func shutDown() async { try? await self.pool.shutdownGracefully() }
}
