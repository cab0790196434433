import HTTPMachines
import Testing

@Suite struct BalancerTests {
    private static func balancer(
        _ weights: [Int], rule: BalancingRule = .roundRobin, most: Int = .max, slowStart: UInt64 = 0, panic: Int = 25,
        ejection: EjectionSettings = EjectionSettings(failures: 3, base: 100, longest: 1_000, mostPercent: 50)
    ) -> Balancer {
        var balancer = Balancer(
            BalancerSettings(
                rule: rule, mostRequestsEach: most, slowStart: slowStart, panicPercent: panic, ejection: ejection),
            seed: 7)
        for weight in weights { _ = balancer.add(weight: weight, isNew: false, now: 0) }
        return balancer
    }

    /// Who gets so many requests, one after the other.
    private static func turns(_ count: Int, _ balancer: inout Balancer) -> [Int] {
        (0..<count).compactMap { _ in balancer.choose() }
    }

    /// How many of so many requests each endpoint gets.
    private static func shares(_ count: Int, _ balancer: inout Balancer) -> [Int: Int] {
        turns(count, &balancer).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private static func fail(_ slot: Int, times: Int, now: UInt64, _ balancer: inout Balancer) -> [Bool] {
        (0..<times).map { _ in balancer.failed(slot, now: now) }
    }

    @Test func `everyone has a turn, and the heavy ones' turns are spread`() {
        var balancer = Self.balancer([5, 1, 1])
        expect(Self.turns(7, &balancer), equals: [0, 0, 1, 0, 2, 0, 0])
        expect(Self.shares(700, &balancer), equals: [0: 500, 1: 100, 2: 100])
    }

    @Test func `without endpoints there is nobody, and a single one always is`() {
        var none = Self.balancer([])
        expect(none.choose(), equals: nil)
        var one = Self.balancer([1])
        _ = Self.fail(0, times: 50, now: 0, &one)
        one.setHealthy(0, false, now: 0)
        expect(one.choose(), equals: 0)
    }

    @Test func `of two the one with fewer requests for its weight is chosen`() {
        var balancer = Self.balancer([1, 3], rule: .leastRequests)
        balancer.began(1)
        // One of one against two of three.
        expect(Self.shares(50, &balancer), equals: [1: 50])
        for _ in 0..<3 { balancer.began(1) }
        // One of one against five of three.
        expect(Self.shares(50, &balancer), equals: [0: 50])
        balancer.ended(1)
        balancer.ended(1)
        expect(balancer.active(1), equals: 2)
        expect(balancer.active, equals: 2)
    }

    @Test func `two choices keep many endpoints about equally busy`() {
        var balancer = Self.balancer([Int](repeating: 1, count: 20), rule: .leastRequests)
        for _ in 0..<2_000 { if let slot = balancer.choose() { balancer.began(slot) } }
        let counts = (0..<20).map { balancer.active($0) }
        #expect((counts.min() ?? 0) >= 95 && (counts.max() ?? 0) <= 105)
    }

    @Test(arguments: BalancingRule.allCases)
    func `another try goes to another endpoint as long as there is one`(rule: BalancingRule) {
        var balancer = Self.balancer([1, 1, 1], rule: rule)
        for _ in 0..<50 {
            var tried = TriedEndpoints()
            var slots: Set<Int> = []
            while balancer.hasAnother(than: tried), let slot = balancer.choose(avoiding: tried) {
                slots.insert(slot)
                tried.insert(slot)
            }
            #expect(slots == [0, 1, 2])
            // Then any will do.
            expect(balancer.choose(avoiding: tried) != nil, equals: true)
        }
    }

    @Test(arguments: BalancingRule.allCases)
    func `an endpoint at its bound is passed over while others are not`(rule: BalancingRule) {
        var balancer = Self.balancer([1, 1], rule: rule, most: 2)
        for _ in 0..<2 { balancer.began(0) }
        expect(Self.shares(20, &balancer), equals: [1: 20])
        for _ in 0..<2 { balancer.began(1) }
        expect(balancer.choose() != nil, equals: true)
    }

    @Test func `failures in a row eject, and a success between them does not let it come to that`() {
        var balancer = Self.balancer([1, 1])
        expect(Self.fail(0, times: 2, now: 0, &balancer), equals: [false, false])
        balancer.succeeded(0)
        expect(Self.fail(0, times: 2, now: 0, &balancer), equals: [false, false])
        expect(Self.fail(0, times: 1, now: 0, &balancer), equals: [true])
        expect(balancer.state(0), equals: .ejected)
        expect(Self.shares(10, &balancer), equals: [1: 10])
    }

    @Test func `who is ejected comes back, for longer each time, and is forgiven with time`() {
        var balancer = Self.balancer([1, 1])
        var now: UInt64 = 0
        for length: UInt64 in [100, 200, 300] {
            expect(Self.fail(0, times: 3, now: now, &balancer).last, equals: true)
            balancer.refresh(now: now + length - 1)
            expect(balancer.state(0), equals: .ejected)
            now += length
            balancer.refresh(now: now)
            expect(balancer.state(0), equals: .available)
        }
        for _ in 0..<3 {
            now += 100
            balancer.refresh(now: now)
        }
        expect(Self.fail(0, times: 3, now: now, &balancer).last, equals: true)
        balancer.refresh(now: now + 100)
        expect(balancer.state(0), equals: .available)
    }

    @Test func `never more than a share is ejected, and never the only one`() {
        var balancer = Self.balancer([1, 1, 1, 1, 1])
        let ejected = (0..<5).map { Self.fail($0, times: 5, now: 0, &balancer).contains(true) }
        expect(ejected, equals: [true, true, false, false, false])
        var pair = Self.balancer(
            [1, 1], ejection: EjectionSettings(failures: 1, base: 100, longest: 100, mostPercent: 0))
        expect(Self.fail(0, times: 1, now: 0, &pair), equals: [true])
        expect(Self.fail(1, times: 1, now: 0, &pair), equals: [false])
    }

    @Test func `without a number of failures nobody is ejected`() {
        var balancer = Self.balancer([1, 1], ejection: EjectionSettings(failures: 0))
        expect(Self.fail(0, times: 100, now: 0, &balancer).contains(true), equals: false)
    }

    @Test func `when too few are left, all are used`() {
        var balancer = Self.balancer([1, 1, 1, 1], panic: 50)
        balancer.setHealthy(0, false, now: 0)
        balancer.setHealthy(1, false, now: 0)
        expect(balancer.isPanicking, equals: false)
        expect(Self.shares(10, &balancer), equals: [2: 5, 3: 5])
        balancer.setHealthy(2, false, now: 0)
        expect(balancer.isPanicking, equals: true)
        expect(Self.shares(8, &balancer).count, equals: 4)
        balancer.setHealthy(2, true, now: 0)
        expect(balancer.isPanicking, equals: false)
    }

    @Test func `when none is left, all are used whatever the settings`() {
        var balancer = Self.balancer([1, 1], panic: 0)
        balancer.setHealthy(0, false, now: 0)
        expect(Self.shares(4, &balancer), equals: [1: 4])
        balancer.setHealthy(1, false, now: 0)
        expect(Self.shares(4, &balancer), equals: [0: 2, 1: 2])
    }

    @Test func `who comes back gets little at first, and all of its share in the end`() {
        var balancer = Self.balancer([1, 1], slowStart: 1_000_000)
        balancer.setHealthy(0, false, now: 0)
        balancer.setHealthy(0, true, now: 0)
        // A tenth at least, of eleven tenths.
        expect(Self.shares(1_100, &balancer)[0], equals: 100)
        balancer.refresh(now: 500_000)
        let half = Self.shares(1_500, &balancer)[0] ?? 0
        #expect((495...505).contains(half))
        balancer.refresh(now: 1_000_000)
        let whole = Self.shares(1_000, &balancer)[0] ?? 0
        #expect((495...505).contains(whole))
    }

    @Test func `who is there from the start has its share at once, and who joins later grows`() {
        var balancer = Self.balancer([1], slowStart: 1_000_000)
        expect(balancer.add(weight: 1, isNew: true, now: 10), equals: 1)
        expect(Self.shares(1_100, &balancer), equals: [0: 1_000, 1: 100])
    }

    @Test func `who is retired gets nothing more, and its number is used again`() {
        var balancer = Self.balancer([1, 1])
        balancer.began(0)
        balancer.retire(0, now: 0)
        expect(balancer.state(0), equals: nil)
        expect(Self.shares(4, &balancer), equals: [1: 4])
        balancer.vacate(0)
        expect(balancer.active(0), equals: 1)
        balancer.ended(0)
        balancer.vacate(0)
        expect(balancer.add(weight: 1, isNew: false, now: 0), equals: 0)
        expect(balancer.active(0), equals: 0)
    }

    @Test func `it is full while those that leave still have requests`() {
        var balancer = Self.balancer([Int](repeating: 1, count: Balancer.mostMembers - 1))
        expect(balancer.isFull, equals: false)
        _ = balancer.add(weight: 1, isNew: true, now: 0)
        balancer.began(3)
        balancer.retire(3, now: 0)
        balancer.vacate(3)
        expect(balancer.isFull, equals: true)
        balancer.ended(3)
        balancer.vacate(3)
        expect(balancer.isFull, equals: false)
    }

    @Test func `there are no more endpoints than may be`() {
        var balancer = Self.balancer([Int](repeating: 1, count: Balancer.mostMembers))
        expect(balancer.add(weight: 1, isNew: false, now: 0), equals: nil)
    }

    @Test func `whatever happens in whatever order, counts stay right and somebody is chosen`() {
        var random = SystemRandomNumberGenerator()
        for rule in BalancingRule.allCases {
            var balancer = Self.balancer([1, 1_000, 3], rule: rule, slowStart: 50)
            var active: [Int] = []
            for now in 0..<5_000 as Range<UInt64> {
                switch Int.random(in: 0..<6, using: &random) {
                case 0, 1:
                    guard let slot = balancer.choose() else { continue }
                    balancer.began(slot)
                    active.append(slot)
                case 2 where !active.isEmpty: balancer.ended(active.removeLast())
                case 3: _ = balancer.failed(Int.random(in: 0..<3, using: &random), now: now)
                case 4: balancer.setHealthy(Int.random(in: 0..<3, using: &random), .random(using: &random), now: now)
                default: balancer.refresh(now: now)
                }
                expect(balancer.active, equals: active.count)
                expect(balancer.choose() != nil, equals: true)
            }
        }
    }

    @Test func `another weight, and other settings, hold from then on`() {
        var balancer = Self.balancer([1, 1])
        balancer.setWeight(0, 3)
        balancer.refresh(now: 1)
        expect(Self.shares(40, &balancer), equals: [0: 30, 1: 10])
        expect(Self.fail(1, times: 2, now: 1, &balancer), equals: [false, false])
        balancer.change(
            BalancerSettings(ejection: EjectionSettings(failures: 1, base: 100, longest: 1_000, mostPercent: 50)))
        expect(balancer.failed(1, now: 1), equals: true)
        expect(Self.shares(4, &balancer), equals: [0: 4])
    }
}
