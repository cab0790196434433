import HTTPMachines
import Testing

@Suite struct HealthStateTests {
    private static let thresholds = HealthThresholds(healthy: 2, unhealthy: 3)

    /// What is thought of an endpoint after each of these checks.
    private static func course(_ checks: [Bool]) -> [Bool?] {
        var state = HealthState()
        return checks.map { passed in
            _ = state.checked(passed: passed, Self.thresholds)
            return state.isHealthy
        }
    }

    @Test func `nothing is known before the first check, which decides alone`() {
        #expect(HealthState().isHealthy == nil)
        #expect(Self.course([true]) == [true])
        #expect(Self.course([false]) == [false])
    }

    @Test func `it takes several in a row to change that`() {
        let course = Self.course([true, false, false, true, false, false, false])
        #expect(course == [true, true, true, true, true, true, false])
        #expect(Self.course([false, true, false, true, true]) == [false, false, false, false, true])
    }

    @Test func `a change is told once`() {
        var state = HealthState()
        let changes = [true, true, false, false, false, false].map { state.checked(passed: $0, Self.thresholds) }
        #expect(changes == [true, false, false, false, true, false])
    }

    @Test func `thresholds are at least one`() {
        #expect(HealthThresholds(healthy: 0, unhealthy: -1) == HealthThresholds(healthy: 1, unhealthy: 1))
    }
}
