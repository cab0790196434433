import HTTPMachines
import Keys
import Routing
import Testing

@Suite struct RouteTableTests {
    private func match(_ table: RouteTable, _ method: String, _ path: String, host: String = "a") -> RouteMatch {
        let bytes = Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { return .notFound }
        return table.match(head, of: bytes.span)
    }

    private func table(_ routes: (String?, MethodSet?, String)...) throws -> RouteTable {
        try RouteTable(
            routes.enumerated().map { index, route in
                RoutePattern(index, route.2, host: route.0, methods: route.1)
            })
    }

    @Test func `the most specific path wins, whatever the order`() throws {
        let table = try self.table(
            (nil, nil, "/**"), (nil, nil, "/orders/{id}"), (nil, nil, "/orders/search"),
            (nil, nil, "/orders/{id}/items"),
            (nil, nil, "/orders/{path...}"))
        #expect(self.match(table, "GET", "/orders/search") == .route(2))
        #expect(self.match(table, "GET", "/orders/7") == .route(1))
        #expect(self.match(table, "GET", "/orders/7/items") == .route(3))
        #expect(self.match(table, "GET", "/orders/search/items") == .route(3))
        #expect(self.match(table, "GET", "/orders/7/parts/2") == .route(4))
        #expect(self.match(table, "GET", "/orders/") == .route(4))
        #expect(self.match(table, "GET", "/orders") == .route(4))
        #expect(self.match(table, "GET", "/other/thing") == .route(0))
    }

    @Test func `the most specific host wins, and the others serve what it does not have`() throws {
        let table = try self.table(
            (nil, nil, "/a"), ("*.example.com", nil, "/a"), ("*.eu.example.com", nil, "/a"),
            ("api.example.com", nil, "/a"), (nil, nil, "/status"))
        #expect(self.match(table, "GET", "/a", host: "other.org") == .route(0))
        #expect(self.match(table, "GET", "/a", host: "x.example.com") == .route(1))
        #expect(self.match(table, "GET", "/a", host: "x.eu.EXAMPLE.com:8443") == .route(2))
        #expect(self.match(table, "GET", "/a", host: "API.example.com:8080") == .route(3))
        #expect(self.match(table, "GET", "/a", host: "example.com") == .route(0))
        #expect(self.match(table, "GET", "/status", host: "api.example.com") == .route(4))
    }

    @Test func `the method decides last, and GET brings HEAD with it`() throws {
        let table = try self.table(
            (nil, MethodSet(.get), "/a"), (nil, MethodSet(.post), "/a"), (nil, nil, "/**"))
        #expect(self.match(table, "GET", "/a") == .route(0))
        #expect(self.match(table, "HEAD", "/a") == .route(0))
        #expect(self.match(table, "POST", "/a") == .route(1))
        guard case .methodNotAllowed(let endpoint) = self.match(table, "DELETE", "/a") else {
            Issue.record("DELETE was not told apart")
            return
        }
        #expect(String(decoding: table.allow(endpoint), as: UTF8.self) == "GET, HEAD, POST")
        #expect(self.match(table, "BREW", "/b") == .route(2))
    }

    @Test func `TRACE is never routed and nothing is found where no route is`() throws {
        let table = try self.table((nil, nil, "/a"))
        guard case .methodNotAllowed = self.match(table, "TRACE", "/a") else {
            Issue.record("TRACE was routed")
            return
        }
        #expect(self.match(table, "GET", "/b") == .notFound)
        #expect(self.match(table, "GET", "/a/") == .notFound)
        #expect(self.match(table, "OPTIONS", "*") == .notFound)
    }

    @Test func `an escaped segment is compared decoded, and a parameter is never empty`() throws {
        let table = try self.table((nil, nil, "/a:b"), (nil, nil, "/x/{id}"))
        #expect(self.match(table, "GET", "/a%3Ab") == .route(0))
        #expect(self.match(table, "GET", "/x/") == .notFound)
        #expect(self.match(table, "GET", "/x/a%20b") == .route(1))
    }

    @Test(arguments: [
        "", "orders", "/a//b", "/../a", "/a/{", "/a/{}", "/a/*", "/**/a", "/{path...}/a", "/a b", "/a?b", "/a%20b",
        "/a;b", "/a.", "/a./b",
    ]) func `a path that is none is refused with its reason`(path: String) {
        let error = #expect(throws: RoutingError.self) { try self.table((nil, nil, path)) }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains(path.debugDescription) == true)
    }

    @Test(arguments: ["", "*", "a..b", "*.", "a:80", "a/b", "-?"]) func `a host that is none is refused`(host: String) {
        let error = #expect(throws: RoutingError.self) { try self.table((host, nil, "/")) }
        #expect(error?.code == .invalid)
    }

    @Test func `two routes for the same requests are refused by name`() {
        let error = #expect(throws: RoutingError.self) {
            try self.table((nil, MethodSet(.get), "/a/{one}"), (nil, nil, "/a/{other}"))
        }
        #expect(error?.code == .ambiguous)
        #expect(error?.message.contains("routes.route-0") == true)
        #expect(error?.message.contains("routes.route-1") == true)
    }
}
