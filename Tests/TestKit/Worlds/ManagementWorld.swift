package import Admission
import Cryptography
package import KeyManagement
package import Keys
package import Storage
import Synchronization

/// A whole control plane in memory: store, publisher, clock and randomness of one seed, with a project and an
/// environment to begin with.
package final class ManagementWorld: Sendable {
    package static let root = Caller(
        actor: .local(uid: 0), requestID: RequestID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3031))

    package let clock: ManualClock
    package let randomness: FixedRandomness
    package let store: any Store
    package let publication: SnapshotPublication
    package let publisher: SnapshotPublisher
    package let operators: OperatorDirectory
    package let plane: ControlPlane

    /// Makes the store with the hook it is handed.
    package typealias StoreFactory = @Sendable (@escaping PublishHook) async throws -> any Store

    /// Opens what the store holds, as a start of the server does.
    ///
    /// `routes` are what admission knows; `interfere` may change what reaches the publisher; `workbench` does the slow part
    /// of imports. The store is one in memory with the same keys, unless another is made.
    package init(
        seed: UInt64 = 1, clock: ManualClock = .init(), routes: [RouteRules] = ManagementWorld.routes,
        insight: UsageInsight = .none, settings: ManagementSettings = .init(), randomness: FixedRandomness? = nil,
        keys: StoreKeys? = nil, workbench: Workbench = .inPlace,
        interfere: @escaping @Sendable ([StoreChange]) -> [StoreChange] = { $0 },
        makeStore: StoreFactory? = nil
    ) async throws {
        let randomness = randomness ?? FixedRandomness(seed: seed)
        var rootBytes = SeededGenerator(seed: 0x9a7e_0000 &+ 1).bytesOnce(RootKey.length)
        let rootKey = try RootKey(SecretBytes(consuming: &rootBytes))
        let keys = keys ?? StoreKeys(rootKey: rootKey, systemKeys: SystemKeys.adopt(from: rootKey))
        let peppers = PepperSealing(keys: keys, randomBytes: randomness.bytes)
        let publication = SnapshotPublication(.empty())
        let publisher = SnapshotPublisher(
            publication: publication, routes: RouteBook(routes), peppers: peppers,
            monotonic: clock.source.monotonic, reportFailure: { _ in })
        let operators = OperatorDirectory()
        let makeStore = makeStore ?? { try InMemoryStore(image: .init(keys: keys), signer: .fixed(), publish: $0) }
        self.store = try await makeStore { changes in
            let seen = interfere(changes)
            publisher.publish(seen)
            operators.publish(seen)
        }
        try await self.store.read { reader in
            try publisher.load(reader)
            try operators.load(reader)
        }
        self.clock = clock
        self.randomness = randomness
        self.publication = publication
        self.publisher = publisher
        self.operators = operators
        self.plane = ControlPlane(
            store: self.store, publication: publication, operators: operators,
            keyring: .init(keys: keys, peppers: peppers), settings: settings, insight: insight, workbench: workbench,
            time: clock.source, randomBytes: randomness.bytes)
    }

    /// One route of project `orders`, environment `live`, that asks for `orders:read`.
    package static let routes = [
        RouteRules(
            index: 0, name: "orders", project: "orders", environment: "live",
            permission: Permission("orders:read"), operation: .read)
    ]

    /// Makes project `orders` and its environment `live`.
    package func makeEnvironment() async throws(ManagementError) -> Environment {
        let project = try await self.perform(CreateProject(name: "orders"))
        return try await self.perform(CreateEnvironment(projectID: project.id, name: "live", tag: "live"))
    }

    /// Does it as root and gives what came of it.
    @discardableResult
    package func perform<Operation: ManagementOperation>(
        _ operation: Operation, _ options: WriteOptions = .init()
    ) async throws(ManagementError) -> Operation.Output {
        try await self.plane.perform(operation, by: Self.root, options).value
    }

    /// Asks as root.
    package func answer<Query: ManagementQuery>(_ query: Query) async throws(ManagementError) -> Query.Output {
        try await self.plane.answer(query, for: Self.root)
    }

    /// Issues a key that may read orders.
    package func issue(
        in environment: Environment, name: String = "key", _ change: (inout IssueKey) -> Void = { _ in }
    ) async throws(ManagementError) -> KeyWithToken {
        var issue = IssueKey(environmentID: environment.id, name: name)
        issue.grants = .init(allowed: [PermissionPattern("orders:read")].compactMap(\.self))
        change(&issue)
        return try await self.perform(issue)
    }
}

extension SeededGenerator {
    /// So many bytes of a copy of the generator.
    fileprivate func bytesOnce(_ count: Int) -> [UInt8] {
        var copy = self
        return copy.bytes(count)
    }
}

extension OneTimeToken {
    /// A copy of the text, for tests that present it.
    package var copy: [UInt8] {
        self.withBytes { span in span.indices.map { span[$0] } }
    }
}
