import HTTPMachines
import Keys

/// The elements of one `X-Forwarded-For` line from right to left.
struct ForwardedHops {
    private let start: Int
    private var end: Int
    private var isOver = false

    init(_ value: ByteRange) {
        self.start = value.lowerBound
        self.end = value.upperBound
    }

    /// The next hop without white space, which may be empty; `nil` when there are no more.
    mutating func next(in bytes: Span<UInt8>) -> ByteRange? {
        guard !self.isOver else { return nil }
        var comma = self.end
        while comma > self.start, bytes[comma - 1] != 0x2c { comma -= 1 }
        var (first, last) = (comma, self.end)
        while first < last, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
        while last > first, bytes[last - 1] == 0x20 || bytes[last - 1] == 0x09 { last -= 1 }
        self.isOver = comma == self.start
        self.end = comma - 1
        return ByteRange(start: first, end: last)
    }

    /// The client's address in the `X-Forwarded-For` fields: the first from the right that is no proxy of ours; `nil` when
    /// there is none, or what comes before it is no address.
    static func client(
        _ fields: borrowing FieldTable, of span: Span<UInt8>, proxies: [NetworkRange]
    ) -> IPAddress? {
        var last: IPAddress?
        for index in stride(from: fields.count - 1, through: 0, by: -1) where fields[index].known == .forwardedFor {
            var hops = ForwardedHops(fields[index].value)
            while let hop = hops.next(in: span) {
                guard let address = IPAddress(bytes: span.extracting(hop.offsets)) else { return nil }
                last = address
                if !proxies.contains(where: { $0.contains(address) }) { return address }
            }
        }
        // All of them are proxies of ours: the request began at the first.
        return last
    }
}
