import ArgumentParser

/// Revokes or changes many keys: shows the blast radius, wants the name typed, reports each outcome.
struct BulkAct: Sendable {
    let path: String
    /// How the question begins; the name follows.
    let words: String
    let selection: BulkSelection
    let confirmation: ConfirmationOptions
    let write: WriteOptions

    /// `act` says what is done, knowing the id of the project when one was named.
    func run(in session: Session, _ act: (_ project: String?) async throws -> [String: JSONValue]) async throws {
        var members: [String: JSONValue] = [:]
        var names: [String] = []
        if let text = self.selection.project {
            let project = try await session.project(text)
            members["project_id"] = .string(project.id)
            names.append(project.name)
        }
        if let text = self.selection.owner {
            let scope = (members["project_id"]?.string).map { [APIRequest.Parameter(name: "project", value: $0)] } ?? []
            let owner = try await session.resolve(text, in: .identities, scope: scope)
            members["owner_id"] = .string(owner.id)
            names.append(owner.name)
        }
        if let tag = self.selection.tag {
            members["tag"] = .string(tag)
            names.append(tag)
        }
        members.merge(try await act(members["project_id"]?.string)) { $1 }
        let request = APIRequest(.post, self.path, body: .object(members))
        let name = names.joined(separator: "/")
        if !self.write.isHarmless {
            _ = try await session.confirm(
                "\(self.words) “\(name)”", .severe(name: name), self.confirmation, request: request)
        }
        if self.write.dryRun, !self.write.showRequest {
            let response = try await session.send(request.asDryRun)
            return try self.report(response, in: session)
        }
        guard let response = try await session.act(request, self.write) else { return }
        try self.report(response, in: session)
    }

    /// - Throws: Exit 8 when a key was left over; the outcomes are already printed.
    private func report(_ response: APIResponse, in session: Session) throws {
        try session.output.list(
            response.document, body: response.body,
            columns: [Column("ID", "id", .id), Column("OUTCOME", "outcome", .state), Column("CODE", "code")],
            isDone: true)
        for (name, count) in (response.document["blast_radius"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            session.output.note("\(name): \(count.encoded)")
        }
        if (response.document["data"]?.array ?? []).isEmpty {
            session.output.remark("no key matches; nothing changed")
        }
        guard let failed = response.document["failed"]?.integer, failed > 0 else { return }
        throw ExitCode(ExitReason.partlyDone.rawValue)
    }
}
