extension Session {
    /// Finds an object by id, unique name, or (keys) hint.
    /// The scope holds filters that narrow the search, such as the project.
    /// None: exit 6. Several of the name: exit 64.
    func resolve(
        _ text: String, in kind: ResourceKind, scope: [APIRequest.Parameter] = []
    ) async throws -> ResolvedObject {
        let reference = try ObjectReference(parsing: text, prefix: kind.prefix)
        if case .id(let id) = reference {
            let response = try await self.send(.init(.get, "/\(kind.rawValue)/\(id)"))
            guard let object = ResolvedObject(response.document) else { throw Self.notFound(text, kind) }
            return object
        }
        var query = scope + [.init(name: "limit", value: "1000")]
        if kind == .keys, case .name(let name) = reference { query.append(.init(name: "q", value: name)) }
        let path = "/" + kind.rawValue
        let first = try await self.send(.init(.get, path, query: query))
        let items = try await self.items(path, query: query, from: first)
        return try Self.onlyMatch(text, reference, items, kind)
    }

    /// The project named, or the only one there is.
    func project(_ text: String?) async throws -> ResolvedObject {
        if let text { return try await self.resolve(text, in: .projects) }
        let page = try await self.send(.init(.get, "/projects", query: [.init(name: "limit", value: "2")]))
        let projects = (page.document["data"]?.array ?? []).compactMap(ResolvedObject.init)
        guard projects.count == 1, let project = projects.first else {
            throw CommandFailure.usage(
                projects.isEmpty ? "There is no project yet." : "There are several projects.",
                fix: projects.isEmpty ? "gatehouse projects create NAME" : "add --project NAME")
        }
        return project
    }

    /// The environment named in the project, or the only one it has.
    func environment(_ text: String?, in project: ResolvedObject) async throws -> ResolvedObject {
        let path = "/projects/\(project.id)/environments"
        let query = [APIRequest.Parameter(name: "limit", value: "1000")]
        let first = try await self.send(.init(.get, path, query: query))
        let items = try await self.items(path, query: query, from: first)
        if let text {
            let reference = try ObjectReference(parsing: text, prefix: ResourceKind.environments.prefix)
            return try Self.onlyMatch(text, reference, items, .environments)
        }
        guard items.count == 1, let environment = items.first.flatMap(ResolvedObject.init) else {
            throw CommandFailure.usage(
                "Project “\(project.name)” has \(items.isEmpty ? "no environment yet" : "several environments").",
                fix: items.isEmpty
                    ? "gatehouse environments create NAME --project \(project.name)" : "add --environment NAME")
        }
        return environment
    }

    private static func onlyMatch(
        _ text: String, _ reference: ObjectReference, _ items: [JSONValue], _ kind: ResourceKind
    ) throws -> ResolvedObject {
        let matches = items.compactMap(ResolvedObject.init).filter { $0.isMeant(by: reference) }
        guard let match = matches.first else { throw Self.notFound(text, kind) }
        guard matches.count == 1 else {
            throw CommandFailure.usage(
                "“\(text)” names \(matches.count) \(kind.rawValue).",
                fix: "use an id: " + matches.prefix(8).map(\.id).joined(separator: ", "))
        }
        return match
    }

    private static func notFound(_ text: String, _ kind: ResourceKind) -> CommandFailure {
        .init(
            .notFound, code: "not_found", "There is no \(kind.noun) “\(text)”.",
            fix: "gatehouse \(kind.rawValue) list")
    }
}

extension Session {
    /// The filter that narrows a list to one project, when one was named.
    func projectFilter(_ text: String?) async throws -> [APIRequest.Parameter] {
        guard let text else { return [] }
        return [.init(name: "project", value: try await self.project(text).id)]
    }
}
