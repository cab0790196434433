import NIOCore
import Testing

@testable import HTTPListening

@Suite struct RequestClockTests {
    private let head = TimeAmount.seconds(1)
    private let body = TimeAmount.seconds(2)
    private let answer = TimeAmount.seconds(3)

    private var clock: RequestClock {
        .init(headTimeout: self.head, bodyTimeout: self.body, answerTimeout: self.answer)
    }

    @Test func `each part has its own time`() {
        var clock = self.clock
        #expect(clock.opened() == self.head)
        let times = [clock.headRead(), clock.requestEnded(), clock.answerTaken()]
        #expect(times == [self.body, self.answer, self.head])
    }

    @Test func `an answer before the end of the body does not prolong the body`() {
        var clock = self.clock
        let times = [clock.headRead(), clock.answerTaken(), clock.requestEnded()]
        #expect(times == [self.body, nil, self.head])
    }

    @Test func `requests sent ahead wait for their answers`() {
        var clock = self.clock
        let times = [
            clock.headRead(), clock.requestEnded(), clock.headRead(), clock.requestEnded(), clock.answerTaken(),
            clock.answerTaken(), clock.answerTaken(),
        ]
        #expect(times == [self.body, self.answer, self.body, self.answer, self.answer, self.head, self.head])
    }
}
