import ArgumentParser
import Foundation
import NIOCore

/// Names and ids from the running server, for shell completion: one second at most, silent on failure, never a prompt.
enum LiveNames {
    static func of(_ kind: ResourceKind) -> CompletionKind {
        .custom { arguments, _, _ in await Self.names(in: kind, arguments: arguments) }
    }

    private static func names(in kind: ResourceKind, arguments: [String]) async -> [String] {
        let environment = ProcessInfo.processInfo.environment
        guard let address = try? Self.address(arguments, environment) else { return [] }
        let source = CredentialSource(environment: environment, canAsk: false, mayWarn: false)
        if case .web = address, source.file == nil { return [] }
        do {
            let token: OperatorToken? = if case .web = address { try source.token() } else { nil }
            let trust = try TrustFiles(
                caFile: Self.value(of: "--ca-file", in: arguments),
                clientCertificate: Self.value(of: "--client-certificate", in: arguments),
                clientKey: Self.value(of: "--client-key", in: arguments), environment: environment)
            return try await AdminClient.with(
                address: address, token: token, trust: trust, deadline: .milliseconds(900)
            ) { client in
                let paths = try await Self.paths(of: kind, client)
                var names: [String] = []
                for path in paths.prefix(4) {
                    let page = try await client.send(.init(.get, path, query: [.init(name: "limit", value: "1000")]))
                    names += (page.document["data"]?.array ?? []).flatMap(Self.names)
                }
                return names
            }
        } catch {
            return []
        }
    }

    /// Environments lie below their projects.
    private static func paths(of kind: ResourceKind, _ client: AdminClient) async throws -> [String] {
        guard kind == .environments else { return ["/" + kind.rawValue] }
        let projects = try await client.send(.init(.get, "/projects", query: [.init(name: "limit", value: "4")]))
        return (projects.document["data"]?.array ?? []).compactMap(\.["id"]?.string)
            .map { "/projects/\($0)/environments" }
    }

    private static func names(_ item: JSONValue) -> [String] {
        [item["name"]?.string, item["id"]?.string].compactMap(\.self)
            .filter { !$0.contains(where: \.isNewline) }.map(PlainText.oneLine)
    }

    private static func address(_ arguments: [String], _ environment: [String: String]) throws -> ServerAddress {
        var options = ServerOptions()
        options.addr = Self.value(of: "--addr", in: arguments)
        options.config = Self.value(of: "--config", in: arguments)
        return try ServerLocation.resolve(options, environment: environment)
    }

    private static func value(of flag: String, in arguments: [String]) -> String? {
        if let inline = arguments.first(where: { $0.hasPrefix(flag + "=") }) {
            return String(inline.dropFirst(flag.count + 1))
        }
        guard let index = arguments.firstIndex(of: flag), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }
}
