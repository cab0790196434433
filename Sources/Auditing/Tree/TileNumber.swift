/// The number of a tile or an entry bundle as a path: groups of three digits, all but the last with an `x` before them
/// (C2SP tlog-tiles): `1234067` is `x001/x234/067`.
enum TileNumber {
    static func path(_ number: UInt64) -> String {
        var path = self.group(number % 1000)
        var rest = number / 1000
        while rest > 0 {
            path = "x" + self.group(rest % 1000) + "/" + path
            rest /= 1000
        }
        return path
    }

    /// The path of a tile or a bundle behind its prefix, with `.p/WIDTH` when it is partial.
    static func path(_ number: UInt64, width: UInt16) -> String {
        self.path(number) + (width == TilePlace.fullWidth ? "" : ".p/\(width)")
    }

    /// Reads what `path` writes and nothing else.
    static func parse(_ path: some StringProtocol) -> (number: UInt64, width: UInt16)? {
        // Seven groups of digits and a width.
        guard path.utf8.count <= 48 else { return nil }
        var groups = path.split(separator: "/", omittingEmptySubsequences: false)
        var width = TilePlace.fullWidth
        if groups.count >= 2, let last = groups.dropLast().last, last.hasSuffix(".p") {
            guard let partial = UInt16(groups[groups.count - 1]), (1..<TilePlace.fullWidth).contains(partial) else {
                return nil
            }
            width = partial
            groups.removeLast()
            groups[groups.count - 1].removeLast(2)
        }
        var number: UInt64 = 0
        for (index, group) in groups.enumerated() {
            let digits = index == groups.count - 1 ? group : group.dropFirst()
            guard digits.utf8.count == 3, let value = UInt64(digits) else { return nil }
            let (product, isTooLarge) = number.multipliedReportingOverflow(by: 1000)
            let (sum, isTooLargeStill) = product.addingReportingOverflow(value)
            guard !isTooLarge, !isTooLargeStill else { return nil }
            number = sum
        }
        // Writing it again is what makes zeros, signs and prefixes strict.
        guard self.path(number, width: width) == String(path) else { return nil }
        return (number, width)
    }

    private static func group(_ value: UInt64) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
}
