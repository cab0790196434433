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
        /// Whoever may use the Unix socket; nobody over the network.
        case local
    }

    /// What the body of a request is.
    enum Body: Hashable, Sendable {
        case document
        /// Passphrases, one a line: read into memory that is wiped, and nowhere else.
        case passphrases
    }

    let method: Method
    let template: PathTemplate
    /// The `operationId` of the OpenAPI document.
    let name: String
    let access: Access
    let body: Body
    let handle: @Sendable (Call) async throws -> Reply

    init(
        _ method: Method, _ path: String, _ name: String, _ access: Access, body: Body = .document,
        _ handle: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.template = PathTemplate(path)
        self.name = name
        self.access = access
        self.body = body
        self.handle = handle
    }
}
