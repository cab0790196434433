import HTTPMachines

/// `Gatehouse-Cost` of an upstream's response: a whole number, what the request has cost. Never passed on.
enum ReportedCost {
    private static let name = Array("gatehouse-cost".utf8)

    /// The cost; `nil` when the response says none, says it twice, or says something else.
    static func find(_ fields: borrowing FieldTable, of span: Span<UInt8>) -> UInt32? {
        var found: UInt32?
        var next = fields.firstIndex(of: .gatehouse)
        while let index = next {
            next = fields.firstIndex(of: .gatehouse, from: index + 1)
            guard self.isNamed(span.extracting(fields[index].name.offsets)) else { continue }
            guard found == nil, let cost = self.number(span.extracting(fields[index].value.offsets)) else { return nil }
            found = cost
        }
        return found
    }

    private static func isNamed(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == self.name.count else { return false }
        for index in bytes.indices where bytes[index] | 0x20 != self.name[index] | 0x20 { return false }
        return true
    }

    private static func number(_ bytes: Span<UInt8>) -> UInt32? {
        guard (1...9).contains(bytes.count) else { return nil }
        var value: UInt32 = 0
        for index in bytes.indices {
            guard bytes[index] &- 0x30 < 10 else { return nil }
            value = value * 10 + UInt32(bytes[index] - 0x30)
        }
        return value
    }
}
