import Keys

/// `Forwarded` (RFC 7239).
extension ForwardedClaim {
    /// One element: what one proxy says of whoever connected to it.
    private struct Element {
        var node: NodeName?
        var isSecure: Bool?
        var host = ByteRange.empty
        var isEmpty = true
        var isMalformed = false
    }

    /// Front to back over all lines. The last element whose node is no trusted proxy says who the client is; what the same
    /// element says of scheme and host is what that client asked for.
    static func readStandardField(
        _ fields: borrowing FieldTable, _ bytes: Span<UInt8>, _ isTrusted: (IPAddress) -> Bool
    ) -> Outcome {
        var chosen = Outcome.nothing
        var count = 0
        for index in 0..<fields.count where fields[index].known == .forwarded {
            var pairs = ForwardedPairs(fields[index].value)
            var isLineOver = false
            while !isLineOver {
                let element = self.element(&pairs, bytes, isLast: &isLineOver)
                guard !element.isMalformed else { return .unreadable }
                if element.isEmpty { continue }
                count += 1
                guard count <= Self.mostElements else { return .unreadable }
                self.weigh(element, isFirst: count == 1, isTrusted, &chosen)
            }
        }
        return chosen
    }

    private static func weigh(
        _ element: Element, isFirst: Bool, _ isTrusted: (IPAddress) -> Bool, _ chosen: inout Outcome
    ) {
        switch element.node {
        case .address(let address):
            guard isFirst || !isTrusted(address) else { return }
            chosen = .claim(.init(address: address, isSecure: element.isSecure, host: element.host))
        // A proxy that hides whom it serves, or does not say it.
        case .hidden?, nil: chosen = .nothing
        case .unreadable?: chosen = .unreadable
        }
    }

    /// Reads up to the next comma, or the end of the line.
    private static func element(
        _ pairs: inout ForwardedPairs, _ bytes: Span<UInt8>, isLast: inout Bool
    ) -> Element {
        var element = Element()
        var seen: UInt8 = 0
        while true {
            switch pairs.next(bytes) {
            case .endOfElement: return element
            case .end:
                isLast = true
                return element
            case .malformed:
                element.isMalformed = true
                return element
            case .pair(let name, let value):
                element.isEmpty = false
                guard self.note(name, value, bytes, &seen, in: &element) else {
                    element.isMalformed = true
                    return element
                }
            }
        }
    }

    /// Takes in a parameter; `false` when it is there twice (RFC 7239, 4) or its value is none. Others are passed over.
    private static func note(
        _ name: ByteRange, _ value: ByteRange, _ bytes: Span<UInt8>, _ seen: inout UInt8, in element: inout Element
    ) -> Bool {
        var bit: UInt8 = 0
        if ByteText.equalsFoldingCase(bytes, name, "for") {
            bit = 1
            element.node = NodeName(bytes.extracting(value.offsets), needsBrackets: true)
        } else if ByteText.equalsFoldingCase(bytes, name, "proto") {
            bit = 2
            element.isSecure = self.isSecure(value, bytes)
        } else if ByteText.equalsFoldingCase(bytes, name, "host") {
            bit = 4
            if HostRules.isValid(value, in: bytes) { element.host = value }
        }
        guard bit == 0 || seen & bit == 0 else { return false }
        seen |= bit
        return true
    }
}
