extension WallTime {
    /// `Tue, 01 Dec 2026 00:00:00 GMT`: the date form of HTTP header fields (RFC 9110, section 5.6.7).
    package var imfFixdate: String {
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let seconds = max(self.seconds, 0)
        let days = seconds / 86_400
        let (year, month, day) = CivilDate.fromDays(days)
        let text = WallTime(seconds: seconds).description
        let clock = text.dropFirst(11).prefix(8)
        let padded = day < 10 ? "0\(day)" : "\(day)"
        return "\(names[CivilDate.weekday(ofDay: days)]), \(padded) \(months[Int(month) - 1]) \(year) \(clock) GMT"
    }
}
