import ServiceLifecycle

/// Ends the services of an open server when the server is sealed.
struct EndingService: Service {
    private let orders: AsyncStream<Void>
    private let order: AsyncStream<Void>.Continuation

    init() { (self.orders, self.order) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1)) }

    /// Has `run` return, now or as soon as it is called.
    var end: @Sendable () -> Void { { [order] in order.finish() } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.orders {}
        }
    }
}
