import HTTPListening
import HummingbirdCore
import Logging
import NIOCore

/// A connection that speaks TLS, and over it what the base speaks.
struct SecuredChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let security: ChannelSecurity

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            guard let handler = self.security.accept(at: .now()) else {
                // Nobody else would.
                channel.close(promise: nil)
                throw ChannelError.ioOnClosedChannel
            }
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        .flatMap { self.base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async { await self.base.handle(value: value, logger: logger) }
}
