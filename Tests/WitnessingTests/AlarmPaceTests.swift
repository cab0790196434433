import Keys
import Testing

@testable import Witnessing

@Suite struct AlarmPaceTests {
    @Test func `one is told in a minute, and the next says how many were not`() {
        var pace = AlarmPace()
        #expect(pace.tell(at: WallTime(seconds: 100)) == 0)
        for second in 100..<(100 + AlarmPace.pause) { #expect(pace.tell(at: WallTime(seconds: second)) == nil) }
        #expect(pace.tell(at: WallTime(seconds: 100 + AlarmPace.pause)) == Int(AlarmPace.pause))
        #expect(pace.tell(at: WallTime(seconds: 100 + 2 * AlarmPace.pause)) == 0)
    }

    @Test func `a clock that is set back silences nothing`() {
        var pace = AlarmPace()
        #expect(pace.tell(at: WallTime(seconds: 1_000_000)) == 0)
        #expect(pace.tell(at: WallTime(seconds: 5)) == 0)
        #expect(pace.tell(at: .distantFuture) == 0)
        #expect(pace.tell(at: .distantFuture) == nil)
    }
}
