import Foundation

/// Which seeds a test run takes.
package enum SimulationSeeds {
    /// Have found something beyond the first ones: always among them.
    private static let remembered: [UInt64] = [381, 392, 585, 634, 895, 1616, 2817, 4381]

    /// `GATEHOUSE_SIMULATION_SEED` names one, to replay it; `GATEHOUSE_SIMULATION_SEEDS` says how many, from 1; by default
    /// 200.
    package static var asked: [UInt64] {
        if let one = self.number("GATEHOUSE_SIMULATION_SEED") { return [one] }
        let last = max(self.number("GATEHOUSE_SIMULATION_SEEDS") ?? 200, 1)
        return Array(1...last) + self.remembered.filter { $0 > last }
    }

    /// A share of them; one that is named alone is always in it.
    package static func asked(oneIn share: UInt64) -> [UInt64] {
        self.asked.count == 1 ? self.asked : self.asked.filter { $0.isMultiple(of: share) }
    }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }
}
