import Admission
import Keys
import Synchronization
import Testing

@Suite struct SnapshotTests {
    @Test func `thousands of keys are all found after being changed one by one`() throws {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        var keys: [(KeyRecord, [UInt8])] = []
        for _ in 0..<3000 { keys.append(fixture.issue()) }
        for index in stride(from: 0, to: keys.count, by: 3) {
            try keys[index].0.suspend(.init(actor: "local:0", at: AdmissionFixture.now, reason: "test"))
            fixture.editor.set(keys[index].0)
        }
        fixture.publish()
        #expect(fixture.publication.snapshot.keyCount == 3000)
        for (index, key) in keys.enumerated() {
            #expect(fixture.judge(key.1).reason == (index % 3 == 0 ? .keySuspended : nil))
        }
    }

    @Test func `a loop keeps its snapshot until it asks, and asking once is enough`() {
        let fixture = AdmissionFixture(routes: [AdmissionFixture.route()])
        let before = fixture.generation
        _ = fixture.issue()
        #expect(fixture.generation == before)
        #expect(fixture.refresh())
        #expect(!fixture.refresh())
        #expect(fixture.generation > before)
    }

    @Test func `an older snapshot never replaces a newer one`() {
        var editor = SnapshotEditor(routes: [])
        let first = editor.publish()
        let second = editor.publish()
        let publication = SnapshotPublication(.empty())
        publication.publish(second)
        publication.publish(first)
        #expect(publication.currentGeneration == second.generation)
        #expect(publication.snapshot.generation == second.generation)
    }

    @Test func `readers are told of a publication and acknowledge it`() {
        let publication = SnapshotPublication(.empty())
        let told = Mutex<[UInt64]>([])
        let reader = publication.addReader { generation in told.withLock { $0.append(generation) } }
        let idle = publication.addReader { _ in }
        var editor = SnapshotEditor(routes: [])
        publication.publish(editor.publish())
        #expect(told.withLock { $0 } == [1])
        #expect(publication.acknowledgements(of: 1) == (0, 2))
        reader.acknowledge(1)
        #expect(publication.acknowledgements(of: 1) == (1, 2))
        publication.remove(idle)
        #expect(publication.acknowledgements(of: 1) == (1, 1))
    }
}
