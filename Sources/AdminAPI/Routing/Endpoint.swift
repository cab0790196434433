/// One operation of the API. The list of all of them routes requests, answers 405, and is compared with the OpenAPI
/// document by a test.
struct Endpoint: Sendable {
    enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
    }

    /// Who may call it.
    enum Access: Hashable, Sendable {
        /// Anyone who reaches the listener.
        case open
        case needs(OperatorPermission)
    }

    let method: Method
    let template: PathTemplate
    /// The `operationId` of the OpenAPI document.
    let name: String
    let access: Access
    let handle: @Sendable (Call) async throws -> Reply

    init(
        _ method: Method, _ path: String, _ name: String, _ access: Access,
        _ handle: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.template = PathTemplate(path)
        self.name = name
        self.access = access
        self.handle = handle
    }
}
