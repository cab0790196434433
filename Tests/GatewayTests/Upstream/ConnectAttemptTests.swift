import Keys
import Polling
import Testing

@testable import Gateway

@Suite struct ConnectAttemptTests {
    private static let addresses = (1...4).map { Endpoint.ip(IPAddress(ipv4: UInt32($0)), port: 80) }

    @Test func `each address gets its part of the time that is left`() {
        var attempt = ConnectAttempt(Self.addresses, end: 1_000)
        let first = attempt.next(at: 0)
        #expect(first == Self.addresses[0])
        #expect(attempt.deadline == 250)
        let second = attempt.next(at: 250)
        #expect(second == Self.addresses[1])
        #expect(attempt.deadline == 500)
        // The third fails at once: the last has what it left.
        let third = attempt.next(at: 400)
        #expect(third == Self.addresses[2])
        #expect(attempt.deadline == 700)
        let fourth = attempt.next(at: 401)
        #expect(fourth == Self.addresses[3])
        #expect(attempt.deadline == 1_000)
        let none = attempt.next(at: 402)
        #expect(none == nil)
    }

    @Test func `without an address or without time there is nothing to try`() {
        var empty = ConnectAttempt([], end: 1_000)
        #expect(empty.deadline == 1_000)
        let none = empty.next(at: 0)
        #expect(none == nil)
        var late = ConnectAttempt(Self.addresses, end: 1_000)
        for now in [UInt64(1_000), 1_001, .max] {
            let address = late.next(at: now)
            #expect(address == nil)
        }
        let stillThere = late.next(at: 999)
        #expect(stillThere == Self.addresses[0])
    }

    @Test func `an attempt without an end divides all time there is`() {
        var attempt = ConnectAttempt(Self.addresses, end: .max)
        for now: UInt64 in [0, .max / 2, .max - 2, .max - 1] {
            let address = attempt.next(at: now)
            #expect(address != nil)
            #expect(attempt.deadline >= now)
        }
        #expect(attempt.deadline == .max)
    }
}
