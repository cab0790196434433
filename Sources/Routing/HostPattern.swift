import HTTPMachines

/// The hosts a route is for.
enum HostPattern: Hashable {
    case any
    /// In lower case.
    case exact([UInt8])
    /// What follows the asterisk of `*.example.com`, in lower case, dot included.
    case suffix([UInt8])

    init(_ text: String?) throws(RoutingError) {
        guard let text else {
            self = .any
            return
        }
        let bytes = Array(text.lowercased().utf8)
        let isWild = bytes.starts(with: [0x2a, 0x2e])
        let name = isWild ? Array(bytes.dropFirst(2)) : bytes
        guard Self.isName(name) else {
            throw RoutingError(
                .invalid, "host \(text.debugDescription): a host is a name or *.name, without a port")
        }
        self = isWild ? .suffix([0x2e] + name) : .exact(name)
    }

    private static func isName(_ bytes: [UInt8]) -> Bool {
        if bytes.first == 0x5b { return bytes.last == 0x5d && bytes.count > 3 }
        let labels = bytes.split(separator: 0x2e, omittingEmptySubsequences: false)
        return bytes.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { ByteClass.isDigit($0) || $0 &- 0x61 < 26 || $0 == 0x2d || $0 == 0x5f }
            }
    }
}
