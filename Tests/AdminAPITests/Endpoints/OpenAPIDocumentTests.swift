import Foundation
import HTTPTypes
import KeyManagement
import Logging
import TestKit
import Testing

@testable import AdminAPI

@Suite struct OpenAPIDocumentTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

    @Test func `what is served is the document in docs`() async throws {
        let file = try String(contentsOf: Self.root.appending(path: "docs/openapi.yaml"), encoding: .utf8)
        #expect(OpenAPIDocument.text + "\n" == file)
        try await API.serving { api in
            let answer = try await api.send(.get, "/openapi.yaml", as: nil)
            #expect(answer.headers[.contentType] == "application/yaml")
            #expect(answer.text == OpenAPIDocument.text)
        }
    }

    @Test func `the document has exactly the operations of the server`() async throws {
        try await API.serving { api in
            let surroundings = AdminSurroundings(
                plane: api.world.plane, time: api.world.clock.source, randomBytes: api.world.randomness.bytes,
                logger: .init(label: "test"))
            let served = Endpoint.all(surroundings).map { endpoint in
                "\(endpoint.method.rawValue.lowercased()) \(endpoint.template.text) \(endpoint.name)"
            }
            #expect(Set(served) == Set(Self.described()))
            #expect(served.count == Set(served).count)
        }
    }

    /// `method path operationId` of each operation, read from the lines of the document.
    private static func described() -> [String] {
        var found: [String] = []
        var path = ""
        var method = ""
        for line in OpenAPIDocument.text.split(separator: "\n") {
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            if ["    get:", "    post:", "    patch:"].contains(line) { method = String(line.dropFirst(4).dropLast()) }
            if line.hasPrefix("      operationId: ") { found.append("\(method) \(path) \(line.dropFirst(19))") }
        }
        return found
    }

    @Test func `probes and scrapers need no key`() async throws {
        let change: (inout AdminSurroundings) -> Void = { surroundings in
            surroundings.metrics = { "up 1\n" }
            surroundings.unreadiness = { ["the store is away"] }
            surroundings.version = "9.9"
        }
        try await API.serving(change: change) { api in
            #expect(try await api.send(.get, "/livez", as: nil).json["version"] == "9.9")
            let ready = try await api.send(.get, "/readyz", as: nil)
            #expect(ready.status == 503)
            #expect(ready.json["reasons"] == .strings(["the store is away"]))
            #expect(try await api.send(.get, "/metrics", as: nil).text == "up 1\n")
            let head = try await api.send(.head, "/livez", as: nil)
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
        }
    }
}
