package import Admission
package import Cryptography
package import KeyManagement
import Keys
package import Storage

/// A whole control plane over a store in memory.
package struct InMemoryControlPlane: Sendable {
    package let plane: ControlPlane
    package let store: InMemoryStore
    package let publication: SnapshotPublication

    package init(
        time: TimeSource = .system, randomBytes: @escaping RandomBytes = SecureRandom.system,
        insight: UsageInsight = .none
    ) {
        let rootKey = RootKey(randomBytes: randomBytes)
        let peppers = PepperSealing(rootKey: rootKey, randomBytes: randomBytes)
        var editor = SnapshotEditor(routes: [])
        let publication = SnapshotPublication(editor.publish(at: time.monotonic()))
        let publisher = SnapshotPublisher(
            publication: publication, routes: [], peppers: peppers, time: time, reportFailure: { _ in })
        let operators = OperatorDirectory()
        self.store = InMemoryStore { changes in
            publisher.publish(changes)
            operators.publish(changes)
        }
        self.publication = publication
        self.plane = ControlPlane(
            store: self.store, publication: publication, operators: operators,
            keyring: .init(rootKey: rootKey, peppers: peppers), insight: insight, time: time, randomBytes: randomBytes)
    }
}
