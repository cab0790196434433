import HTTPMachines
import Keys
import Routing
import TestKit
import Testing

/// A narrow route is not got round by another spelling of its path.
@Suite struct NearMatchTests {
    private func match(_ table: RouteTable, _ path: String, host: String = "a") -> RouteMatch? {
        let bytes = Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { return nil }
        return table.match(head, of: bytes.span)
    }

    /// Paths with the permissions of their routes.
    private func table(_ routes: (path: String, permission: String?)..., host: String? = nil) throws -> RouteTable {
        try RouteTable(
            routes.enumerated().map { index, route in
                RoutePattern(
                    index, route.path, host: index == 0 ? host : nil, permission: route.permission)
            })
    }

    @Test(arguments: [
        "/admin/", "/Admin", "/ADMIN", "/admiN/", "/Admin/",
    ]) func `another case or a final slash leads to no route when the broad one asks for something else`(
        path: String
    ) throws {
        let table = try self.table(("/admin", "admin:write"), ("/**", "orders:read"))
        #expect(self.match(table, "/admin") == .route(0))
        #expect(self.match(table, path) == .notFound)
        #expect(self.match(table, "/admins") == .route(1))
        #expect(self.match(table, "/admin/x") == .route(1))
    }

    @Test(arguments: ["/admin.", "/admin%20", "/%20admin", "/admin;", "/admin%3Bx", "/./admin", "//admin", "/admin%2F"])
    func `spellings that some servers trim are refused before they are routed`(path: String) throws {
        let table = try self.table(("/admin", "admin:write"), ("/**", "orders:read"))
        #expect(self.match(table, path) == nil)
    }

    @Test func `where both ask for the same the spelling does not matter`() throws {
        let table = try self.table(("/docs", "docs:read"), ("/**", "docs:read"))
        for path in ["/docs/", "/Docs", "/DOCS/"] { #expect(self.match(table, path) == .route(1)) }
    }

    @Test func `a spelling that has a route of its own is on that route`() throws {
        let table = try self.table(("/a", "one:read"), ("/a/", "two:read"), ("/A", "three:read"), ("/**", "four:read"))
        for (path, route) in [("/a", 0), ("/a/", 1), ("/A", 2)] {
            #expect(self.match(table, path) == .route(route))
        }
        #expect(self.match(table, "/A/") == .notFound)
    }

    @Test func `a path without the final slash of its template is not swept up either`() throws {
        let table = try self.table(("/files/", "files:write"), ("/**", "orders:read"))
        #expect(self.match(table, "/files/") == .route(0))
        #expect(self.match(table, "/files") == .notFound)
        #expect(self.match(table, "/files/a") == .route(1))
    }

    @Test func `the spelling of any segment counts, before parameters and rests too`() throws {
        let table = try self.table(
            ("/admin/**", "admin:write"), ("/users/me", "self:write"), ("/users/{name}", "users:read"),
            ("/{tenant}/keys/{id}", "keys:read"), ("/**", "orders:read"))
        #expect(self.match(table, "/Admin/x/y") == .notFound)
        #expect(self.match(table, "/users/Me") == .notFound)
        #expect(self.match(table, "/users/Bob") == .route(2))
        #expect(self.match(table, "/t/Keys/7") == .notFound)
        #expect(self.match(table, "/t/keys/7/") == .notFound)
        #expect(self.match(table, "/t/keys/7") == .route(3))
        #expect(self.match(table, "/t/locks/7") == .route(4))
    }

    @Test func `a route of one host is not got round by those of any host`() throws {
        let table = try self.table(("/admin", "admin:write"), ("/**", "orders:read"), host: "api.example.com")
        #expect(self.match(table, "/Admin", host: "api.example.com") == .notFound)
        #expect(self.match(table, "/admin/", host: "API.example.com") == .notFound)
        #expect(self.match(table, "/Admin", host: "other.example.com") == .route(1))
    }

    @Test func `no random spelling of a path meets a weaker route than the path itself`() throws {
        let table = try self.table(
            ("/admin/keys", "admin:write"), ("/admin", "admin:read"), ("/{any}/keys", "keys:read"),
            ("/**", "orders:read"))
        var random = SeededGenerator(seed: 41)
        let paths = ["/admin/keys", "/admin", "/x/keys"]
        for round in 0..<5_000 {
            let original = paths[round % 3]
            var spelling = original.map { random.next() % 3 == 0 ? $0.uppercased() : String($0) }.joined()
            if random.next() % 4 == 0 { spelling += "/" }
            let expected = self.match(table, original)
            let found = self.match(table, spelling)
            // `/X/keys` is another parameter, not another spelling.
            let isSame = spelling == original || (round % 3 == 2 && spelling.hasSuffix("/keys"))
            #expect(found == (isSame ? expected : .notFound), "\(spelling)")
        }
    }

    @Test func `more near misses than are remembered lead nowhere`() throws {
        let spellings = ["admin", "Admin", "aDmin", "adMin", "admIn", "admiN"]
        let routes = (spellings.map { "/\($0)" } + ["/**"]).enumerated().map {
            RoutePattern($0.offset, $0.element)
        }
        let table = try RouteTable(routes)
        #expect(self.match(table, "/ADMIN") == .notFound)
        #expect(self.match(table, "/adMin") == .route(3))
    }
}
