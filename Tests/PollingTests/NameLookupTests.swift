import Keys
import Synchronization
import Testing

@testable import Polling

@Suite struct NameLookupTests {
    /// Who was answered, and how often.
    private final class Answers: Sendable {
        private let counts = Mutex<[Int: Int]>([:])
        var all: [Int: Int] { self.counts.withLock(\.self) }
        func note(_ number: Int) { self.counts.withLock { $0[number, default: 0] += 1 } }
    }

    @Test func `the text of an address is the address`() {
        #expect(NameLookup.lookUp("192.0.2.7") == [IPAddress(ipv4: 0xc000_0207)])
        #expect(NameLookup.lookUp("::1") == [IPAddress(ipv6High: 0, low: 1)])
    }

    @Test func `localhost is this machine`() {
        let found = NameLookup.lookUp("localhost")
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0 == IPAddress("127.0.0.1") || $0 == IPAddress("::1") })
        #expect(Set(found.map(\.description)).count == found.count)
    }

    @Test func `a name that nobody has, has no address`() {
        #expect(NameLookup.lookUp("no-such-name.invalid").isEmpty)
        #expect(NameLookup.lookUp("").isEmpty)
        #expect(NameLookup.lookUp(String(repeating: "a", count: 5_000)).isEmpty)
    }

    @Test func `everybody who asks is answered once, and no more wait than there is room for`() async {
        let names = NameLookup()
        let answers = Answers()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<10_000 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        names.addresses(of: "localhost") { _ in
                            answers.note(number)
                            continuation.resume()
                        }
                    }
                }
            }
        }
        #expect(answers.all == Dictionary(uniqueKeysWithValues: (0..<10_000).map { ($0, 1) }))
    }
}
