import GatehouseClient
import Hummingbird
import NIOCore

/// What the handlers behind the middleware know of a request.
struct GuardedRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is connected. Behind a proxy of your own, take the address that the proxy names instead.
    let address: String?
    /// The key that was admitted; set by the middleware.
    var caller: AdmittedKey?

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.address = source.channel.remoteAddress?.ipAddress
    }
}
