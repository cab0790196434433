import HTTPMachines
import Testing

@Suite struct PathRewriteTests {
    /// What becomes of a target; `nil` when it is not under the prefix.
    private static func target(_ target: String, strip: String? = nil, add: String? = nil) throws -> String? {
        let rewrite = try PathRewrite(strip: strip, add: add)
        let bytes = Array("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = RequestHeadParser()
        var head = RequestHead()
        var fields = FieldTable()
        guard case .complete = parser.parse(bytes.span, into: &head, fields: &fields) else { return "malformed" }
        guard let rest = rewrite.rest(of: head, in: bytes.span) else { return nil }
        let slash = rewrite.leavesNothing(head) ? "/" : ""
        return String(decoding: rewrite.added + Array(slash.utf8) + bytes[rest.offsets], as: UTF8.self)
    }

    @Test func `a prefix is taken off, put on, or put in the place of another`() throws {
        #expect(try Self.target("/shop/orders?a=/shop", strip: "/shop") == "/orders?a=/shop")
        #expect(try Self.target("/orders/", add: "/v2") == "/v2/orders/")
        #expect(try Self.target("/shop/a%2Cb", strip: "/shop", add: "/in/v2") == "/in/v2/a%2Cb")
        #expect(try Self.target("/orders") == "/orders")
    }

    @Test func `what is left is a path, even when nothing is`() throws {
        #expect(try Self.target("/shop", strip: "/shop") == "/")
        #expect(try Self.target("/shop/", strip: "/shop") == "/")
        #expect(try Self.target("/shop?a=1", strip: "/shop") == "/?a=1")
        #expect(try Self.target("/shop", strip: "/shop", add: "/v2") == "/v2")
        #expect(try Self.target("/shop/?a", strip: "/shop", add: "/v2") == "/v2/?a")
    }

    @Test func `only whole segments are a prefix`() throws {
        for target in ["/shopping", "/shop2/a", "/sho", "/", "/Shop/a"] {
            #expect(try Self.target(target, strip: "/shop") == nil)
        }
    }

    @Test(arguments: ["/shop/{id}", "/shop/**", "/shop", "/shop/a/b"])
    func `a prefix fits the templates that begin with it`(template: String) throws {
        #expect(try PathRewrite(strip: "/shop", add: nil).fits(template: template))
    }

    @Test(arguments: ["/{shop}/a", "/shopping/**", "/**", "/a/shop"])
    func `a prefix does not fit other templates`(template: String) throws {
        #expect(try !PathRewrite(strip: "/shop", add: nil).fits(template: template))
    }

    @Test(arguments: [
        "shop", "/", "/shop/", "//shop", "/a//b", "/a/..", "/a/.", "/a.", "/a%2fb", "/a b", "/a?b", "/a;b", "/ä", "",
        "/a\r\nX: y",
    ]) func `a prefix that could be read in two ways is none`(prefix: String) {
        #expect(throws: RewriteError.self) { try PathRewrite(strip: prefix, add: nil) }
        #expect(throws: RewriteError.self) { try PathRewrite(strip: nil, add: prefix) }
    }
}
