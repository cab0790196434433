import HTTPMachines
import Keys

extension ForwardedHops {
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
