extension Session {
    /// Shows one object, named by id or by name.
    func show(_ text: String, in kind: ResourceKind, order: [String]) async throws {
        let object = try await self.resolve(text, in: kind)
        let response = try await self.send(.init(.get, "/\(kind.rawValue)/\(object.id)"))
        try self.output.show(response.document, body: response.body, order: order)
    }

    /// Lists objects, as many pages of them as were asked for.
    func list(
        _ path: String, query: [APIRequest.Parameter] = [], _ pages: PageOptions, columns: [Column]
    ) async throws {
        let response = try await self.pages(path, query: query, pages)
        try self.output.list(response.document, body: response.body, columns: columns)
    }

    /// The id of each object, named by id or by name, as a document names them.
    func ids(_ texts: [String], in kind: ResourceKind, scope: [APIRequest.Parameter]) async throws -> JSONValue {
        var ids: [String] = []
        for text in texts { ids.append(try await self.resolve(text, in: kind, scope: scope).id) }
        return .strings(ids)
    }

    /// Does what a write asks for and shows what came of it, if anything was done.
    func perform(
        _ request: APIRequest, _ write: WriteOptions, order: [String], essential: String = "id"
    ) async throws {
        guard let response = try await self.act(request, write) else { return }
        try self.output.show(
            response.document, body: response.body, order: order, essential: essential, isDone: true)
    }

    /// Changes an object as it was when it was looked up, and shows what it is then. Exit 64 when nothing is to change.
    func update(
        _ object: ResolvedObject, in kind: ResourceKind, _ members: [String: JSONValue], _ write: WriteOptions,
        order: [String], confirming: (_ request: APIRequest) async throws -> Void = { _ in }
    ) async throws {
        guard !members.isEmpty else { throw CommandFailure.usage("Nothing to change was named.") }
        var request = APIRequest(.patch, "/\(kind.rawValue)/\(object.id)", body: .object(members))
        request.ifMatch = object.document["etag"]?.string
        if !write.isHarmless { try await confirming(request) }
        try await self.perform(request, write, order: order)
    }

    /// Makes unreadable what the audit log tells of a person: an identity or an operator, named by id or by name.
    func erase(
        _ text: String, in kind: ResourceKind, _ confirmation: ConfirmationOptions, _ write: WriteOptions
    ) async throws {
        let person = try await self.resolve(text, in: kind)
        let request = APIRequest(.post, "/\(kind.rawValue)/\(person.id):erase")
        if !write.isHarmless {
            _ = try await self.confirm(
                "Erasing what the audit log tells of “\(person.name)” for good", .severe(name: person.name),
                confirmation, request: request)
        }
        try await self.perform(request, write, order: ["id", "name", "erased_keys"])
    }
}
