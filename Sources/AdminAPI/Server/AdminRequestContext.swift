import Hummingbird
import NIOCore

/// What Hummingbird hands over with each request.
struct AdminRequestContext: InitializableFromSource, Sendable {
    typealias Source = ApplicationRequestContextSource

    /// The connection, for peer address and peer credentials.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.channel = source.channel
    }
}
