import Admission
import Cryptography
import KeyManagement
import Keys
import Storage
import Synchronization
import TestKit
import Testing

/// Imports while the pepper of their environment is replaced, and after it was.
@Suite struct RepepperedImportTests {
    private static let weak = Array("summer-2019".utf8)

    /// What happens while the slow part of an import is under way.
    private final class Meanwhile: Sendable {
        private let act = Mutex<(@Sendable () async throws -> Void)?>(nil)

        func set(_ act: @escaping @Sendable () async throws -> Void) { self.act.withLock { $0 = act } }

        /// A bench where it happens before each piece of work.
        var workbench: Workbench {
            .init { work in
                Task {
                    do { try await self.act.withLock { $0 }?() } catch { Issue.record(error) }
                    work()
                }
            }
        }
    }

    private static func world() async throws -> (ManagementWorld, Environment, Meanwhile) {
        let meanwhile = Meanwhile()
        let world = try await ManagementWorld(workbench: meanwhile.workbench)
        let made = try await world.makeEnvironment()
        let environment = try await world.perform(UpdateEnvironment(made.id, admitsForeignTokens: true))
        return (world, environment, meanwhile)
    }

    /// Replaces the pepper as far as it goes without the holders.
    @discardableResult
    private static func replacePepper(
        _ world: ManagementWorld, _ environment: Environment, isLeaked: Bool = false
    ) async throws -> Rekeying {
        let start = StartRekeying(.pepper, of: .environment(environment.id), isLeaked: isLeaked)
        return try await world.plane.advance(try await world.perform(start).id, steps: 20, by: ManagementWorld.root)
    }

    private static func order(_ environment: Environment, _ keys: ImportedKey..., isWeak: Bool = false) -> ImportOrder {
        ImportKeysTests.order(environment, keys, strength: isWeak ? .unknown : ImportKeysTests.strong)
    }

    // MARK: While it is replaced

    @Test(arguments: [false, true], [false, true])
    func `keys whose pepper is replaced while they are prepared come in under the new one`(
        isWeak: Bool, isLeaked: Bool
    ) async throws {
        let (world, environment, meanwhile) = try await Self.world()
        let started = Mutex<Rekeying?>(nil)
        meanwhile.set {
            guard started.withLock({ $0 }) == nil else { return }
            let rekeying = try await Self.replacePepper(world, environment, isLeaked: isLeaked)
            started.withLock { $0 = rekeying }
        }
        let token = isWeak ? Self.weak : ImportKeysTests.token
        let order = Self.order(environment, ImportKeysTests.key("1", token: token), isWeak: isWeak)
        let report = try await world.importing(order)
        #expect(report.outcomes.map(\.result) == [.created])
        let id = try #require(report.outcomes[0].keyID)
        #expect(try await world.credential(of: id).pepperVersion == 2)
        #expect(try await world.record(id).versions.map(\.pepperVersion) == [2])
        #expect(started.withLock { $0 }?.phase == .finished, "the old pepper is gone")
        let desk = world.desk()
        _ = desk.refusal(of: token)
        #expect(desk.refusal(of: token) == nil)
    }

    @Test func `a pepper that is replaced again and again is not waited for, and nothing comes in`() async throws {
        let (world, environment, meanwhile) = try await Self.world()
        let tries = Mutex(0)
        meanwhile.set {
            tries.withLock { $0 += 1 }
            try await Self.replacePepper(world, environment)
        }
        await expectRefusal(.overloaded) {
            _ = try await world.importing(Self.order(environment, ImportKeysTests.key("1")))
        }
        #expect(tries.withLock { $0 } == 4)
        #expect(try await world.store.read { try $0.foreignCredentials(.all, after: nil, limit: 1) }.isEmpty)
    }

    @Test func `a token that somebody else imports meanwhile is theirs`() async throws {
        for isStrong in [false, true] {
            let (world, environment, meanwhile) = try await Self.world()
            let once = Mutex(true)
            let theirs = Self.order(environment, ImportKeysTests.key("1", token: Self.weak), isWeak: true)
            meanwhile.set {
                guard once.withLock({ $0.take() }) else { return }
                let report = try await world.importing(theirs)
                #expect(report.outcomes.map(\.result) == [.created])
            }
            let ours = Self.order(environment, ImportKeysTests.key("2", token: Self.weak), isWeak: !isStrong)
            #expect(try await world.importing(ours).outcomes.map(\.result) == [.refused])
            #expect(try await world.store.read { try $0.foreignCredentials(.all, after: nil, limit: 3) }.count == 1)
        }
    }

    @Test func `a dry run meanwhile says what would come in, and changes nothing`() async throws {
        let (world, environment, meanwhile) = try await Self.world()
        let once = Mutex(true)
        meanwhile.set {
            guard once.withLock({ $0.take() }) else { return }
            try await Self.replacePepper(world, environment)
        }
        let order = Self.order(environment, ImportKeysTests.key("1"))
        #expect(try await world.importing(order, isDryRun: true).outcomes.map(\.result) == [.created])
        #expect(try await world.store.read { try $0.foreignCredentials(.all, after: nil, limit: 1) }.isEmpty)
    }

    // MARK: After it was replaced

    /// How a token is brought in: first, and again under another name.
    struct Bringing: Sendable, CustomTestStringConvertible {
        let first: @Sendable (Environment) -> ImportOrder
        let again: @Sendable (Environment) -> ImportOrder
        let testDescription: String

        static let all = [
            Self(
                first: { order($0, ImportKeysTests.key("1")) }, again: { order($0, ImportKeysTests.key("2")) },
                testDescription: "strong"),
            Self(
                first: { order($0, ImportKeysTests.key("1", token: weak), isWeak: true) },
                again: { order($0, ImportKeysTests.key("2", token: weak), isWeak: true) }, testDescription: "weak"),
            Self(
                first: { order($0, ImportKeysTests.key("1")) },
                again: { order($0, ImportKeysTests.key("2"), isWeak: true) }, testDescription: "strong, then weak"),
            Self(
                first: { order($0, ImportKeysTests.key("1"), isWeak: true) },
                again: { order($0, ImportKeysTests.key("2")) }, testDescription: "weak, then strong"),
            Self(
                first: { order($0, hashed("1")) }, again: { order($0, ImportKeysTests.key("2")) },
                testDescription: "its hash, then the token"),
        ]

        private static func hashed(_ name: String) -> ImportedKey {
            let token = ImportKeysTests.token
            let digest = ForeignHash.sha512.digest(of: token.span)
            return ImportKeysTests.key(name) { $0.credential = .hash(.sha512, .init(digest)) }
        }
    }

    /// When the key of the token is revoked.
    enum Revocation: CaseIterable {
        case neverReplaced, beforeTheRotation, beforeTheLeak, afterTheLeak, afterASecondLeak
    }

    @Test(arguments: Bringing.all, Revocation.allCases)
    func `a revoked token does not come in again, whatever it is told by`(
        bringing: Bringing, revocation: Revocation
    ) async throws {
        let (world, environment, _) = try await Self.world()
        // Another key holds the old peppers, and is nested beside it.
        _ = try await world.issue(in: environment)
        let report = try await world.importing(bringing.first(environment))
        let id = try #require(report.outcomes.first?.keyID)
        if [.beforeTheRotation, .beforeTheLeak].contains(revocation) { try await world.perform(RevokeKey(id)) }
        if revocation != .neverReplaced {
            let isLeaked = revocation != .beforeTheRotation
            let rekeying = try await Self.replacePepper(world, environment, isLeaked: isLeaked)
            if revocation == .afterASecondLeak {
                try await world.perform(MarkPepperLeaked(rekeying.id, pepper: 2))
                try await world.plane.advance(rekeying.id, steps: 20, by: ManagementWorld.root)
            }
        }
        if try await !world.record(id).isRevoked(at: world.clock.now) { try await world.perform(RevokeKey(id)) }
        let again = try await world.importing(bringing.again(environment))
        #expect(again.outcomes.map(\.result) == [.refused])
        #expect(again.outcomes[0].fault?.contains("\(id) already") == true, "\(again.outcomes)")
        let (desk, token) = (world.desk(), bringing.testDescription == "weak" ? Self.weak : ImportKeysTests.token)
        _ = desk.refusal(of: token)
        #expect(desk.refusal(of: token) != nil)
    }

    @Test func `a key whose token admits nobody any more is not called unchanged`() async throws {
        let (world, environment, _) = try await Self.world()
        let order = Self.order(environment, ImportKeysTests.key("1"))
        let id = try #require(try await world.importing(order).outcomes.first?.keyID)
        try await world.perform(RevokeKey(id))
        #expect(try await Self.replacePepper(world, environment).phase == .finished)
        let again = try await world.importing(order)
        #expect(again.outcomes.map(\.result) == [.refused])
        #expect(again.outcomes[0].fault?.contains("as \(id); its token admits nobody") == true, "\(again.outcomes)")
    }

    @Test func `what has no token needs no pepper to be known`() async throws {
        let (world, environment, _) = try await Self.world()
        let key = ImportKeysTests.key("1") { $0.credential = .unprovable(algorithm: "murmur64") }
        let id = try #require(try await world.importing(Self.order(environment, key)).outcomes.first?.keyID)
        try await world.perform(RevokeKey(id))
        #expect(try await Self.replacePepper(world, environment).phase == .finished)
        let again = try await world.importing(Self.order(environment, key))
        #expect(again.outcomes.map(\.result) == [.unchanged] && again.outcomes[0].keyID == id)
    }
}

extension Bool {
    /// The value, which is false from then on.
    fileprivate mutating func take() -> Bool {
        defer { self = false }
        return self
    }
}
