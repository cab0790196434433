import GatehouseClient
import HTTPTypes
import Hummingbird
import Logging

/// A small API behind the middleware: reading needs one permission, writing another.
enum DocumentsApplication {
    static func router(_ client: VerifyClient) -> Router<GuardedRequestContext> {
        let router = Router(context: GuardedRequestContext.self)
        router.group("documents")
            .add(middleware: GatehouseMiddleware(client: client, permissions: "documents:read"))
            .get { _, context in "Documents for \(context.caller?.keyID ?? "nobody")\n" }
        router.group("documents")
            .add(middleware: GatehouseMiddleware(client: client, permissions: "documents:write"))
            .post { _, _ in HTTPResponse.Status.created }
        return router
    }

    /// The application. `onServerRunning` learns the port when `address` leaves it open.
    static func application(
        _ client: VerifyClient, address: BindAddress = .hostname("127.0.0.1", port: 8084),
        onServerRunning: @escaping @Sendable (Int?) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var application = Application(
            router: Self.router(client), configuration: .init(address: address, serverName: "documents"),
            onServerRunning: { await onServerRunning($0.localAddress?.port) }, logger: Logger(label: "documents"))
        application.addServices(ChangeFeed(client: client))
        return application
    }
}
