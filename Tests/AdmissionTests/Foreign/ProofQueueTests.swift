import Keys
import TestKit
import Testing

@testable import Admission

@Suite struct ProofQueueTests {
    private static let environments = (0..<5).map { EnvironmentID(high: 1, low: UInt64($0)) }

    private struct Proof: Sendable, Hashable {
        let environment: EnvironmentID
        let number: Int
    }

    private func name(_ entry: ProofQueue<Proof>.Entry) -> String {
        switch entry {
        case .taken: "taken"
        case .takenFrom(let proof): "taken from \(proof.number)"
        case .full: "full"
        }
    }

    @Test func `environments take turns, each in its own order`() {
        var queue = ProofQueue<Proof>(places: 8)
        let (one, two) = (Self.environments[0], Self.environments[1])
        for number in 0..<3 { _ = queue.add(Proof(environment: one, number: number), of: one) }
        for number in 10..<12 { _ = queue.add(Proof(environment: two, number: number), of: two) }
        var order: [Int] = []
        while let proof = queue.next() { order.append(proof.number) }
        #expect(order == [0, 10, 1, 11, 2])
        #expect(queue.count == 5, "they are under way")
        for environment in [one, one, one, two, two, two] { queue.finished(of: environment) }
        #expect(queue.count == 0)
    }

    @Test func `who comes late gets an equal share, and no more`() {
        var queue = ProofQueue<Proof>(places: 4)
        let (one, two) = (Self.environments[0], Self.environments[1])
        for number in 0..<4 { _ = queue.add(Proof(environment: one, number: number), of: one) }
        var entry = queue.add(Proof(environment: one, number: 4), of: one)
        #expect(self.name(entry) == "full")
        entry = queue.add(Proof(environment: two, number: 10), of: two)
        #expect(self.name(entry) == "taken from 3", "the newest goes")
        entry = queue.add(Proof(environment: two, number: 11), of: two)
        #expect(self.name(entry) == "taken from 2")
        entry = queue.add(Proof(environment: two, number: 12), of: two)
        #expect(self.name(entry) == "full")
        entry = queue.add(Proof(environment: one, number: 5), of: one)
        #expect(self.name(entry) == "full")
    }

    @Test func `what is under way is not taken back`() {
        var queue = ProofQueue<Proof>(places: 2)
        let (one, two) = (Self.environments[0], Self.environments[1])
        for number in 0..<2 {
            _ = queue.add(Proof(environment: one, number: number), of: one)
            _ = queue.next()
        }
        let room = queue.hasRoom(for: two)
        #expect(!room)
        let entry = queue.add(Proof(environment: two, number: 10), of: two)
        #expect(self.name(entry) == "full")
    }

    @Test func `whatever comes and goes, places are bounded, shares are fair, and nothing is lost or made twice`() {
        var random = SeededGenerator(seed: 3)
        var queue = ProofQueue<Proof>(places: 16)
        var waiting: Set<Proof> = []
        var underWay: [Proof] = []
        for number in 0..<20_000 {
            switch random.next() % 5 {
            case 0, 1, 2:
                // The first environment is the greedy one.
                let draw = Int(random.next() % 10)
                let environment = Self.environments[draw < Self.environments.count ? draw : 0]
                let proof = Proof(environment: environment, number: number)
                let room = queue.hasRoom(for: environment)
                switch queue.add(proof, of: environment) {
                case .taken: waiting.insert(proof)
                case .takenFrom(let other):
                    #expect(waiting.remove(other) != nil && other.environment != environment)
                    waiting.insert(proof)
                case .full:
                    let own = (waiting + underWay).count { $0.environment == environment }
                    for other in Self.environments where waiting.contains(where: { $0.environment == other }) {
                        #expect((waiting + underWay).count { $0.environment == other } <= own + 1)
                    }
                    #expect(!room)
                    continue
                }
                #expect(room)
            case 3:
                guard let proof = queue.next() else {
                    #expect(waiting.isEmpty)
                    continue
                }
                #expect(waiting.remove(proof) != nil)
                underWay.append(proof)
            default:
                guard let proof = underWay.popLast() else { continue }
                queue.finished(of: proof.environment)
            }
            let count = queue.count
            #expect(count == waiting.count + underWay.count && count <= 16)
        }
    }
}
