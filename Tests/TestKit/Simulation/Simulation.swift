import Admission
import Auditing
package import Cryptography
import KeyManagement
import Keys
import Storage

/// One run of the whole control plane, its store, its log, its keys and admission from one seed: random acts, uses, waits,
/// faults, crashes and key replacements, each step held against the reference. Nothing in it depends on anything but the
/// seed.
package struct Simulation {
    /// How many steps a run takes.
    package static let steps = 100

    var random: SeededGenerator
    let process: SimulatedProcess
    var desk: AdmissionDesk
    var watcher: LogWatcher
    var vault = ReferenceVault()
    var environment: Environment
    var keys: [KeyID: ReferenceKey] = [:]
    /// In the order they were made, so that choosing one repeats.
    var order: [KeyID] = []
    var creations: [Creation] = []
    /// Creates asked for, whether or not anything came of them.
    var creationCount = 0
    /// How far each replacement of a key was seen to be.
    var rekeyings: [RekeyingID: Rekeying] = [:]
    /// The latest moment there was.
    var latest = ManualClock.start
    /// Proofs of the answer before, for the bug that mixes them up.
    var staleProofs: [LogProof] = []
    private(set) var trace: [String] = []

    /// A create under an idempotency key.
    struct Creation {
        let issue: IssueKey
        let options: WriteOptions
        let creator: Caller
        let keyID: KeyID
        let createdAt: Int64
    }

    /// Runs a seed.
    ///
    /// - Parameters:
    ///   - seed: Decides everything.
    ///   - bug: What is wrong with the system on purpose.
    ///   - steps: How many steps the run takes.
    ///   - makeDisk: What the store lies on; by default memory.
    /// - Returns: the trace, the same for the same seed. It ends with the root of the log's tree, which is over every byte
    ///   that was written to it.
    /// - Throws: `SimulationFailure` when something was not as it must be.
    package static func run(
        seed: UInt64, bug: PlantedBug? = nil, steps: Int = Self.steps,
        makeDisk: ((@escaping RandomBytes) throws -> any SimulatedDisk)? = nil
    ) async throws -> [String] {
        let process = try await SimulatedProcess(
            seed: seed, bug: bug, makeDisk: makeDisk ?? { try MemoryDisk(randomBytes: $0, bug: bug) })
        var simulation = try await Self(seed: seed, process)
        var step = 0
        do {
            while step < steps {
                try await simulation.step()
                step += 1
            }
            try await simulation.end()
            return simulation.trace
        } catch {
            throw SimulationFailure(
                seed: seed, step: step, finding: (error as? Discrepancy)?.finding ?? "unexpected failure \(error)",
                trace: simulation.trace)
        }
    }

    private init(seed: UInt64, _ process: SimulatedProcess) async throws {
        self.random = SeededGenerator(seed: seed)
        self.process = process
        self.watcher = LogWatcher(key: process.opened.logKey)
        self.environment = try await process.world.makeEnvironment()
        self.desk = AdmissionDesk(process.world.publication, clock: process.clock)
        self.vault.add(0, by: process.providers[0].kind)
        try await self.watcher.look(at: process.opened.store)
    }

    var now: Int64 { self.process.clock.now.milliseconds }

    mutating func log(_ line: String) { self.trace.append("\(self.now) \(line)") }

    private mutating func step() async throws {
        switch self.random.number(below: 112) {
        case 0..<18: try await self.issue()
        case 18..<24: try await self.repeatCreation()
        case 24..<32: try await self.suspendOrResume()
        case 32..<46: try await self.rotate()
        case 46..<50: try await self.cancelRotation()
        case 50..<56: try await self.revokeKey()
        case 56..<61: try await self.revokeVersion()
        case 61..<63: try await self.revokeInBulk()
        case 63..<70: try await self.noteUses()
        case 70..<76: try await self.wait()
        case 76..<77: try await self.setClock()
        case 77..<79: try await self.tick()
        case 79..<82: try await self.crash()
        case 82..<85: try await self.changeSlots()
        case 85..<87: try await self.replaceRootKey()
        case 87..<89: try await self.sealAndUnseal()
        case 89..<93: try await self.startRekeying()
        case 93..<105: try await self.advanceRekeying()
        case 105..<109: try await self.rehash()
        default: break
        }
        try self.checkTime()
        try self.presentSome()
    }

    /// The last crash; what is there then is all there is.
    private mutating func end() async throws {
        try await self.crash()
        try await self.checkEverything()
        self.log("\(self.watcher.size) entries, root \(self.watcher.heads.last.map { $0.root.hexadecimal } ?? "none")")
    }

    /// Some tokens are shown; each must fare as the reference says.
    private mutating func presentSome() throws {
        for _ in 0..<3 {
            guard !self.order.isEmpty else { return }
            try self.present(keysOf: self.random.pick(self.order))
        }
    }

    mutating func present(keysOf ids: [KeyID]) throws {
        for id in ids { try self.present(keysOf: id) }
    }

    /// Every token of a key is shown, dead ones too.
    mutating func present(keysOf id: KeyID) throws {
        guard let key = self.keys[id] else { return }
        for secret in key.secrets {
            guard let token = secret.token else { continue }
            let expected = key.standing(of: secret.number, self.now)
            let verdict = self.desk.present(token)
            try self.judge(
                verdict, self.isForgettable(secret, of: key) ? [expected, .revoked] : [expected],
                "\(id) version \(secret.number)")
            guard case .admit(let admitted) = verdict, admitted.isFirstUse else { continue }
            self.process.note(.init(keyID: id, versionNumber: secret.number, at: self.process.clock.now))
        }
        for token in key.replacedTokens where self.desk.refusal(of: token) == nil {
            throw Discrepancy(finding: "a secret of \(id) that was replaced is admitted")
        }
    }

    /// Whether the gateway may not know any more what has become of a secret: beyond four versions the dead ones are
    /// unknown, and so are those whose pepper went when nothing alive was left under it.
    private func isForgettable(_ secret: ReferenceKey.Secret, of key: ReferenceKey) -> Bool {
        let isDead = !secret.isLive(self.now) || key.expiresAt <= self.now
        let isPepperGone = self.rekeyings.values.contains { $0.kind == .pepper && $0.phase == .finished }
        return isDead && isPepperGone || key.secrets.count > 4 && !secret.isLive(self.now)
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
}
