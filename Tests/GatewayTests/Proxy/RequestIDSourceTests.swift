import Keys
import Testing

@testable import Gateway

@Suite struct RequestIDSourceTests {
    @Test func `ids of one loop and of two are all different, in every character of base62`() {
        var (one, other) = (RequestIDSource(seed: 1), RequestIDSource(seed: 2))
        var ids: Set<RequestID> = []
        var characters: Set<Character> = []
        for _ in 0..<20_000 {
            for id in [one.next(), other.next()] {
                ids.insert(id)
                characters.formUnion(id.description.dropFirst(4))
            }
        }
        #expect(ids.count == 40_000)
        #expect(characters.count == 62)
    }
}
