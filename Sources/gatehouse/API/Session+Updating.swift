extension Session {
    /// Changes an object as it was when it was looked up, and shows what it is then. Exit 64 when nothing is to change.
    func update(
        _ object: ResolvedObject, in collection: Collection, _ members: [String: JSONValue], _ write: WriteOptions,
        order: [String], confirming: (_ request: APIRequest) async throws -> Void = { _ in }
    ) async throws {
        guard !members.isEmpty else { throw CommandFailure.usage("Nothing to change was named.") }
        var request = APIRequest(.patch, "/\(collection.rawValue)/\(object.id)", body: .object(members))
        request.ifMatch = object.document["etag"]?.string
        if !write.isHarmless { try await confirming(request) }
        guard let response = try await self.act(request, write) else { return }
        self.output.show(response.document, body: response.body, order: order)
    }
}
