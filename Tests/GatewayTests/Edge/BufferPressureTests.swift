import Keys
import Testing

@testable import Gateway

/// When something has to be done about what lies in buffers, and to whom.
@Suite struct BufferPressureTests {
    private static let tick: UInt64 = 50_000_000
    private static let mega = 8_000_000

    private func reliefs(_ amounts: [Int]) -> [BufferPressure.Relief] {
        var pressure = BufferPressure(budget: Self.mega)
        return amounts.map { pressure.look(at: $0, elapsed: Self.tick) }
    }

    @Test func `below half nothing is done, below three quarters shares count`() {
        #expect(self.reliefs([0, 4_000_000, 4_000_001, 6_000_000]) == [.nothing, .nothing, .trimShares, .trimShares])
    }

    @Test func `above the whole somebody goes at once`() {
        #expect(self.reliefs([8_000_000, 8_000_001]) == [.trimShares, .shed])
    }

    @Test func `above three quarters somebody goes after half a second`() {
        let reliefs = self.reliefs(Array(repeating: 6_000_001, count: 20))
        #expect(reliefs.firstIndex(of: .shed) == 9)
        #expect(reliefs.filter { $0 == .shed }.count == 2)
    }

    @Test func `time below is taken off, so that who dips now and then does not escape`() {
        let mostly = (0..<40).map { $0 % 4 == 0 ? 1 : 6_000_001 }
        #expect(self.reliefs(mostly).contains(.shed))
        let seldom = (0..<200).map { $0 % 2 == 0 ? 1 : 6_000_001 }
        #expect(!self.reliefs(seldom).contains(.shed))
    }

    private func holder(_ number: UInt32, _ address: String?, behind: UInt64 = 0, held: Int) -> BufferHolder {
        BufferHolder(number: number, share: address.flatMap { IPAddress($0) }, behind: behind, held: held)
    }

    @Test func `whoever is furthest behind goes first, then whoever holds most, and no more than has to`() {
        let holders = [
            self.holder(0, nil, held: 300), self.holder(1, nil, behind: 9, held: 100), self.holder(2, nil, held: 400),
            self.holder(3, nil, behind: 2, held: 200),
        ]
        let chosen = { BufferHolder.chosen(from: holders, held: 1_000, target: $0, share: 100) }
        #expect(chosen(900) == [1])
        #expect(chosen(700) == [1, 3])
        #expect(chosen(699) == [1, 3, 2])
        #expect(chosen(1_000) == [])
        #expect(chosen(nil) == [])
    }

    @Test func `an address with more than its share is brought down to it before anybody else goes`() {
        let holders = [
            self.holder(0, "192.0.2.1", held: 300), self.holder(1, "192.0.2.1", held: 200),
            self.holder(2, "192.0.2.1", held: 100), self.holder(3, "192.0.2.2", behind: 20, held: 300),
            self.holder(4, nil, behind: 20, held: 900),
        ]
        let chosen = { BufferHolder.chosen(from: holders, held: 1_800, target: $0, share: 300) }
        #expect(chosen(nil) == [0])
        #expect(chosen(1_500) == [0])
        #expect(chosen(1_400) == [0, 4])
    }

    @Test func `the share is never less than what one connection can hold`() {
        #expect(BufferPressure(budget: 1_048_576).share == 1_048_576)
        #expect(BufferPressure(budget: 16 * Self.mega).share == 2 * Self.mega)
    }
}
