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
}
