import Testing

@testable import AdminAPI

@Suite struct PathTemplateTests {
    @Test func `parameters are whole segments, or segments up to a verb`() {
        let plain = PathTemplate("/v1/keys/{key_id}")
        let verb = PathTemplate("/v1/keys/{key_id}/versions/{number}:revoke")
        #expect(plain.match("/v1/keys/key_1") == ["key_id": "key_1"])
        #expect(plain.match("/v1/keys/key_1:revoke") == nil)
        #expect(verb.match("/v1/keys/key_1/versions/2:revoke") == ["key_id": "key_1", "number": "2"])
        #expect(verb.match("/v1/keys/key_1/versions/2") == nil)
        #expect(PathTemplate("/v1/keys:bulkRevoke").match("/v1/keys:bulkRevoke") == [:])
    }

    @Test(arguments: [
        "/v1/keys/", "/v1/keys//", "v1/keys/a", "/v1//keys/a", "/v1/keys/a/", "/V1/keys/a", "/v1/keys/%zz",
    ])
    func `nothing is repaired`(_ path: String) {
        #expect(PathTemplate("/v1/keys/{key_id}").match(path) == nil)
    }

    @Test func `an escape cannot make a segment more`() {
        #expect(PathTemplate("/v1/keys/{key_id}").match("/v1/keys/a%2Fb") == ["key_id": "a/b"])
    }

    @Test func `the last parameter may be a path`() {
        let template = PathTemplate("/v1/audit/tile/{place...}")
        #expect(template.text == "/v1/audit/tile/{place}")
        #expect(template.match("/v1/audit/tile/0/x001/067.p/8") == ["place": "0/x001/067.p/8"])
        #expect(template.match("/v1/audit/tile/0%2F000") == ["place": "0/000"])
        #expect(template.match("/v1/audit/tile/") == ["place": ""])
        for path in [
            "/v1/audit/tile", "/v1/audit/tiles/0", "v1/audit/tile/0", "/v1//audit/tile/0", "/v1/audit/tile/%z",
        ] {
            #expect(template.match(path) == nil)
        }
    }
}
