import AdminAPI
import HTTPMachines
import Keys
import Testing

@testable import GatehouseServer
@testable import Gateway

@Suite struct UpstreamFindingsTests {
    private func server(_ endpoint: String, loops: [Int]) -> UpstreamStanding.Server {
        .init(
            endpoint: endpoint, address: nil, health: .unchecked, loops: loops, ejectedUntil: nil,
            requestsUnderWay: 0, lastFailure: nil, lastFailureAt: nil)
    }

    private func findings(_ loops: [[Int]]) -> [AdminFinding] {
        let servers = loops.enumerated().map { self.server("10.0.0.\($0.offset):9000", loops: $0.element) }
        return UpstreamFindings.findings([.init(name: "orders", servers: servers, securityProblem: nil)])
    }

    @Test func `nothing is told of servers that some loop uses`() {
        #expect(self.findings([[2, 0, 0], [1, 1, 0], [1, 0, 1]]).isEmpty)
        #expect(self.findings([]).isEmpty)
    }

    @Test func `one of several is a warning, all of them are critical`() {
        let some = self.findings([[2, 0, 0], [0, 2, 0]])
        #expect(some.map(\.kind) == ["upstream_degraded"] && some.map(\.severity) == [.warning])
        #expect(some.first?.subject == "10.0.0.1:9000")
        let all = self.findings([[0, 1, 1], [0, 2, 0]])
        #expect(all.map(\.kind) == ["upstream_unavailable"] && all.map(\.severity) == [.critical])
        #expect(all.first?.title == "Upstream orders: 2 of 2 servers are not available.")
    }

    @Test func `what loops think of a server is added up`() {
        var one = self.server("a", loops: [1, 0, 0])
        var other = self.server("a", loops: [0, 0, 1])
        other.lastFailure = .timedOut
        other.lastFailureAt = WallTime(milliseconds: 5)
        other.ejectedUntil = WallTime(milliseconds: 9)
        other.requestsUnderWay = 3
        one.add(other)
        #expect(one.loops == [1, 0, 1] && one.state == .ejected && one.isAvailable)
        #expect(one.lastFailure == .timedOut && one.ejectedUntil == WallTime(milliseconds: 9))
        #expect(one.requestsUnderWay == 3)
    }
}
