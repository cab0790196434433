import Admission
import Auditing
import KeyManagement
import Keys
import Storage

/// One run of the whole control plane and admission from one seed: random acts, uses, waits, faults and crashes, each
/// step held against the reference. Nothing in it depends on anything but the seed.
package struct Simulation {
    /// How many steps a run takes.
    package static let steps = 150

    let seed: UInt64
    var random: SeededGenerator
    let process: SimulatedProcess
    var desk: AdmissionDesk
    var environment: Environment
    var keys: [KeyID: ReferenceKey] = [:]
    /// In the order they were made, so that choosing one repeats.
    var order: [KeyID] = []
    var creations: [Creation] = []
    /// Creates asked for, whether or not anything came of them.
    var creationCount = 0
    private(set) var trace: [String] = []

    /// A create under an idempotency key.
    struct Creation {
        let issue: IssueKey
        let options: WriteOptions
        let keyID: KeyID
        let createdAt: Int64
    }

    /// Runs a seed.
    ///
    /// - Returns: the trace, the same for the same seed.
    /// - Throws: `SimulationFailure` when something was not as it must be.
    package static func run(seed: UInt64, bug: PlantedBug? = nil) async throws -> [String] {
        var simulation = try await Self(seed: seed, bug: bug)
        var step = 0
        do {
            while step < Self.steps {
                try await simulation.step()
                step += 1
            }
            try await simulation.crash()
            try await simulation.checkAudit()
            return simulation.trace
        } catch let discrepancy as Discrepancy {
            throw SimulationFailure(
                seed: seed, step: step, finding: discrepancy.finding, trace: simulation.trace)
        } catch let error as ManagementError {
            throw SimulationFailure(
                seed: seed, step: step, finding: "unexpected failure \(error)", trace: simulation.trace)
        }
    }

    private init(seed: UInt64, bug: PlantedBug?) async throws {
        self.seed = seed
        self.random = SeededGenerator(seed: seed)
        self.process = try await SimulatedProcess(seed: seed, bug: bug)
        self.environment = try await self.process.world.makeEnvironment()
        self.desk = AdmissionDesk(self.process.world.publication, clock: self.process.clock)
    }

    var now: Int64 { self.process.clock.now.milliseconds }

    mutating func log(_ line: String) { self.trace.append("\(self.now) \(line)") }

    private mutating func step() async throws {
        switch self.random.number(below: 100) {
        case 0..<18: try await self.issue()
        case 18..<24: try await self.repeatCreation()
        case 24..<32: try await self.suspendOrResume()
        case 32..<46: try await self.rotate()
        case 46..<50: try await self.cancelRotation()
        case 50..<56: try await self.revokeKey()
        case 56..<61: try await self.revokeVersion()
        case 61..<64: try await self.revokeInBulk()
        case 64..<72: try await self.noteUses()
        case 72..<80: self.wait()
        case 80..<83: try await self.tick()
        case 83..<86: try await self.crash()
        default: break
        }
        try self.presentSome()
    }

    /// Some tokens are shown; each must fare as the reference says.
    private mutating func presentSome() throws {
        for _ in 0..<3 {
            guard !self.order.isEmpty else { return }
            try self.present(keysOf: self.random.pick(self.order))
        }
    }

    /// Every token of a key is shown, dead ones too.
    mutating func present(keysOf id: KeyID) throws {
        guard let key = self.keys[id] else { return }
        for secret in key.secrets {
            guard let token = secret.token else { continue }
            let expected = key.standing(of: secret.number, self.now)
            let verdict = self.desk.present(token)
            // Beyond four versions the dead ones are not told apart any more: they are unknown.
            let isForgettable = key.secrets.count > 4 && !secret.isLive(self.now)
            try self.judge(
                verdict, isForgettable ? [expected, .revoked] : [expected], "\(id) version \(secret.number)")
            guard case .admit(let admitted) = verdict, admitted.isFirstUse else { continue }
            self.process.note(.init(keyID: id, versionNumber: secret.number, at: self.process.clock.now))
        }
        for token in key.replacedTokens where self.desk.refusal(of: token) == nil {
            throw Discrepancy(finding: "a secret of \(id) that was replaced is admitted")
        }
    }

    private func judge(_ verdict: Verdict, _ expected: [ReferenceKey.Standing], _ name: String) throws {
        let found =
            switch verdict {
            case .admit: ReferenceKey.Standing.admitted
            case .refuse(let refusal): try Self.standing(refusal.reason)
            }
        guard expected.contains(found) else {
            throw Discrepancy(finding: "\(name) is \(found), and must be \(expected[0])")
        }
    }

    private static func standing(_ reason: Reason) throws -> ReferenceKey.Standing {
        switch reason {
        case .credentialRevoked, .credentialUnknown: .revoked
        case .keySuspended: .suspended
        case .keyExpired: .expired
        case .keyVersionRetired: .retired
        default: throw Discrepancy(finding: "refused for \(reason)")
        }
    }

    private mutating func wait() {
        let seconds = self.random.pick([1, 30, 600, 3600, 20_000, 86_400, 200_000] as [Int64])
        self.process.clock.advance(seconds: seconds)
        self.log("wait \(seconds)")
    }

    /// The process dies, comes back, and everything acknowledged is still so.
    mutating func crash() async throws {
        try await self.process.crash()
        self.desk = AdmissionDesk(self.process.world.publication, clock: self.process.clock)
        self.log("crash")
        for id in self.order { try self.present(keysOf: id) }
    }
}
