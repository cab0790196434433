import Admission
import KeyManagement

extension ClockStatus {
    var document: JSONValue {
        .members([
            "time_at": .time(self.time), "clock_at": .time(self.systemTime),
            "deviation_seconds": .integer(self.lead / 1000), "is_held": .bool(self.isHeld),
            "keys_live": .count(self.endings.live), "keys_ending": .count(self.endings.ending),
        ])
    }
}
