/// RFC 3339, section 5.6. We write UTC with `Z`, milliseconds only when there are any, and read any offset.
extension WallTime: CustomStringConvertible {
    @usableFromInline package var description: String {
        let days = self.seconds >= 0 ? self.seconds / 86_400 : (self.seconds - 86_399) / 86_400
        let (year, month, day) = CivilDate.fromDays(days)
        let second = self.seconds - days * 86_400
        let fraction = self.milliseconds &- self.seconds &* 1000
        let date = "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
        let time = "\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
        return fraction == 0 ? "\(date)T\(time)Z" : "\(date)T\(time).\(pad(fraction, 3))Z"
    }

    private func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Reads `2026-12-01T00:00:00Z`, with up to nine digits of fraction and any offset; `nil` for anything else.
    package init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(40))
        guard bytes.count >= 20, text.utf8.count <= 40,
            let year = Self.number(bytes, 0, 4), bytes[4] == 0x2d,
            let month = Self.number(bytes, 5, 2), bytes[7] == 0x2d,
            let day = Self.number(bytes, 8, 2), bytes[10] | 0x20 == 0x74,
            let hour = Self.number(bytes, 11, 2), bytes[13] == 0x3a,
            let minute = Self.number(bytes, 14, 2), bytes[16] == 0x3a,
            let second = Self.number(bytes, 17, 2),
            (1...12).contains(month), day >= 1, day <= CivilDate.daysInMonth(year, month),
            hour < 24, minute < 60, second < 61
        else { return nil }
        var position = 19
        guard let fraction = Self.milliseconds(bytes, &position), let offset = Self.offset(bytes, position) else {
            return nil
        }
        let seconds = CivilDate.toDays(year, month, day) * 86_400 + hour * 3600 + minute * 60 + min(second, 59) - offset
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
        guard start + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[start..<(start + count)] {
            guard (byte &- 0x30) < 10 else { return nil }
            value = value * 10 + Int64(byte &- 0x30)
        }
        return value
    }

    private static func milliseconds(_ bytes: [UInt8], _ position: inout Int) -> Int64? {
        guard position < bytes.count, bytes[position] == 0x2e else { return 0 }
        position += 1
        var digits = 0
        var value: Int64 = 0
        while position < bytes.count, (bytes[position] &- 0x30) < 10 {
            if digits < 3 { value = value * 10 + Int64(bytes[position] &- 0x30) }
            digits += 1
            position += 1
        }
        guard (1...9).contains(digits) else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    private static func offset(_ bytes: [UInt8], _ position: Int) -> Int64? {
        guard position < bytes.count else { return nil }
        if bytes[position] | 0x20 == 0x7a { return position == bytes.count - 1 ? 0 : nil }
        guard bytes[position] == 0x2b || bytes[position] == 0x2d, bytes.count == position + 6,
            let hour = number(bytes, position + 1, 2), bytes[position + 3] == 0x3a,
            let minute = number(bytes, position + 4, 2), hour < 24, minute < 60
        else { return nil }
        return (hour * 3600 + minute * 60) * (bytes[position] == 0x2b ? 1 : -1)
    }
}

/// Days of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
package enum CivilDate {
    /// Days from 1970-01-01 to the given day.
    package static func toDays(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day that lies so many days after 1970-01-01.
    package static func fromDays(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    package static func daysInMonth(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// 0 = Sunday … 6 = Saturday.
    package static func weekday(ofDay days: Int64) -> Int {
        Int(((days % 7) + 11) % 7)
    }
}
