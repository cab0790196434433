import Admission
import HTTPMachines
import Keys
import Testing

@testable import Gateway

@Suite struct RequestTriesTests {
    private static func tries(timeout: Duration?, tryTimeout: Duration?) -> RequestTries {
        var route = GatewayHarness.route(0, "/a")
        route.timeout = timeout
        route.tryTimeout = tryTimeout
        var tries = RequestTries()
        tries.begin(at: 1_000, RouteForwarding(route))
        return tries
    }

    @Test func `without bounds there is time for ever`() {
        var tries = Self.tries(timeout: nil, tryTimeout: nil)
        tries.tries(0, at: 2_000)
        #expect(tries.earlier(7) == 7)
        #expect(tries.earlier(.max) == .max)
        #expect(!tries.isOver(at: .max - 1))
    }

    @Test func `a try has its own time within that of the exchange`() {
        var tries = Self.tries(timeout: .nanoseconds(500), tryTimeout: .nanoseconds(200))
        tries.tries(0, at: 1_100)
        #expect(tries.earlier(.max) == 1_300)
        #expect(!tries.isTryOver(at: 1_299) && tries.isTryOver(at: 1_300))
        #expect(!tries.isExchangeOver(at: 1_300))
        tries.tries(1, at: 1_400)
        #expect(tries.earlier(.max) == 1_500)
        // That of the exchange ends first: there is no other try.
        #expect(!tries.isTryOver(at: 1_500) && tries.isExchangeOver(at: 1_500) && tries.isOver(at: 1_500))
        tries.answered()
        #expect(!tries.isOver(at: .max - 1))
    }

    @Test func `the same endpoint is tried again once for a connection that was closed`() {
        var tries = Self.tries(timeout: nil, tryTimeout: nil)
        #expect(!tries.isAgain && tries.mayRejoin(3))
        tries.rejoins(3)
        #expect(tries.isAgain && !tries.mayRejoin(3) && tries.mayRejoin(4))
    }

    @Test func `the next request begins anew`() {
        var tries = Self.tries(timeout: nil, tryTimeout: nil)
        tries.tries(3, at: 2_000)
        tries.countRetry()
        #expect(tries.retries == 1 && tries.endpoints.contains(3))
        tries.begin(at: 3_000, RouteForwarding(GatewayHarness.route(0, "/a")))
        #expect(tries.retries == 0 && !tries.endpoints.contains(3))
    }
}
