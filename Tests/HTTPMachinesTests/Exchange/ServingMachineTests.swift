import TestKit
import Testing

@testable import HTTPMachines

@Suite struct ServingMachineTests {
    @Test func `requests follow each other on one connection`() {
        var machine = ServingMachine()
        for _ in 0..<3 {
            let bytes = machine.requestBytes()
            #expect(bytes == .parseHead)
            let end = machine.answered(requestIsComplete: true, keepAlive: true)
            #expect(end == .end(.awaitNext))
            let isIdle = machine.isIdle
            #expect(isIdle)
        }
    }

    @Test func `a body is read, an answer waited for, and what is sent ahead held`() {
        var machine = ServingMachine()
        _ = machine.requestBytes()
        let awaited = machine.bodyAwaited()
        #expect(awaited == .goOn)
        let more = machine.requestBytes()
        #expect(more == .readBody)
        let whole = machine.answerAwaited()
        #expect(whole == .goOn)
        let ahead = machine.requestBytes()
        #expect(ahead == .hold)
        let isAnswering = machine.isAnswering
        #expect(isAnswering)
        let later = machine.answerAwaited()
        #expect(later == .goOn, "what was waited for may want more")
        let end = machine.answered(requestIsComplete: true, keepAlive: true)
        #expect(end == .end(.awaitNext))
    }

    @Test func `an answer to half a request drains, then the connection ends`() {
        var machine = ServingMachine()
        _ = machine.requestBytes()
        _ = machine.bodyAwaited()
        let end = machine.answered(requestIsComplete: false, keepAlive: true)
        #expect(end == .end(.drain))
        let rest = machine.requestBytes()
        #expect(rest == .discard)
        let deadline = machine.deadlinePassed()
        #expect(deadline == .close)
    }

    @Test func `a client that closes its side gets the answer to a whole request and nothing else`() {
        var waiting = ServingMachine()
        _ = waiting.requestBytes()
        _ = waiting.answerAwaited()
        let closesWaiting = waiting.clientInputClosed()
        #expect(!closesWaiting)
        let end = waiting.answered(requestIsComplete: true, keepAlive: true)
        #expect(end == .end(.close))
        var reading = ServingMachine()
        _ = reading.requestBytes()
        let closesReading = reading.clientInputClosed()
        #expect(closesReading)
    }

    @Test func `a shutdown ends idle connections at once and others after their answer`() {
        var idle = ServingMachine()
        let closes = idle.beginEnding()
        #expect(closes)
        var busy = ServingMachine()
        _ = busy.requestBytes()
        let closesBusy = busy.beginEnding()
        #expect(!closesBusy)
        let end = busy.answered(requestIsComplete: true, keepAlive: true)
        #expect(end == .end(.close))
    }

    @Test func `a deadline means something else in each state`() {
        var idle = ServingMachine()
        let whenIdle = idle.deadlinePassed()
        #expect(whenIdle == .close)
        let afterwards = idle.deadlinePassed()
        #expect(afterwards == .doNothing)
        var reading = ServingMachine()
        _ = reading.requestBytes()
        let whenReading = reading.deadlinePassed()
        #expect(whenReading == .refuseSlowRequest)
        _ = reading.answerAwaited()
        let whenAnswering = reading.deadlinePassed()
        #expect(whenAnswering == .answerForWant)
    }

    @Test func `a connection may be turned away before it has said anything`() {
        var machine = ServingMachine()
        let end = machine.answered(requestIsComplete: true, keepAlive: false)
        #expect(end == .end(.close))
    }

    @Test func `what cannot happen fails the connection and never traps`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            var machine = ServingMachine()
            var hasFailed = false
            for _ in 0..<20 {
                switch generator.next() % 8 {
                case 0: _ = machine.requestBytes()
                case 1: hasFailed = hasFailed || machine.bodyAwaited() != .goOn
                case 2: hasFailed = hasFailed || machine.answerAwaited() != .goOn
                case 3:
                    let keep = generator.next() % 2 == 0
                    let end = machine.answered(requestIsComplete: generator.next() % 2 == 0, keepAlive: keep)
                    if case .failConnection = end { hasFailed = true }
                case 4: _ = machine.deadlinePassed()
                case 5: _ = machine.clientInputClosed()
                case 6: _ = machine.beginEnding()
                default: machine.clientLost()
                }
                let state = machine.state
                if hasFailed { #expect(state == .closed) }
            }
        }
    }
}
