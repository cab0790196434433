/// A reader of syslog messages written from the grammar of RFC 5424, section 6, and from nothing of the writer.
struct SyslogReading {
    struct Element {
        let id: String
        let values: [String: String]
    }

    let priority: Int
    let elements: [Element]
    let hasByteOrderMark: Bool
    let text: [UInt8]
    /// Bytes before the text.
    let headLength: Int

    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.popFirst() == 0x3c, let priority = Int(Self.word(&rest, until: 0x3e, longest: 3)),
            (0...191).contains(priority), Self.word(&rest, until: 0x20, longest: 3) == "1"
        else { return nil }
        self.priority = priority
        // TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID with their longest lengths.
        for longest in [32, 255, 48, 128, 32] {
            let word = Self.word(&rest, until: 0x20, longest: longest)
            guard !word.isEmpty, word.utf8.allSatisfy({ 0x21...0x7e ~= $0 }) else { return nil }
        }
        var elements: [Element] = []
        while rest.first == 0x5b {
            rest.removeFirst()
            guard let element = Self.element(&rest) else { return nil }
            elements.append(element)
        }
        guard !elements.isEmpty, rest.popFirst() == 0x20 else { return nil }
        self.elements = elements
        self.hasByteOrderMark = rest.starts(with: [0xef, 0xbb, 0xbf])
        self.text = Array(rest.dropFirst(self.hasByteOrderMark ? 3 : 0))
        self.headLength = bytes.count - self.text.count
    }

    private static func word(_ rest: inout ArraySlice<UInt8>, until end: UInt8, longest: Int) -> String {
        let word = rest.prefix { $0 != end }
        guard word.count <= longest, word.count < rest.count else { return "" }
        rest = rest.dropFirst(word.count + 1)
        return String(decoding: word, as: UTF8.self)
    }

    private static func element(_ rest: inout ArraySlice<UInt8>) -> Element? {
        let id = rest.prefix { $0 != 0x20 && $0 != 0x5d }
        guard (1...32).contains(id.count), id.allSatisfy({ 0x21...0x7e ~= $0 && $0 != 0x3d && $0 != 0x22 }) else {
            return nil
        }
        rest = rest.dropFirst(id.count)
        var values: [String: String] = [:]
        while rest.first == 0x20 {
            rest.removeFirst()
            let name = String(decoding: rest.prefix { $0 != 0x3d }, as: UTF8.self)
            rest = rest.dropFirst(name.utf8.count + 1)
            guard (1...32).contains(name.utf8.count), rest.popFirst() == 0x22, let value = self.value(&rest),
                values.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        guard rest.popFirst() == 0x5d else { return nil }
        return Element(id: String(decoding: id, as: UTF8.self), values: values)
    }

    /// Up to the next quotation mark that no backslash precedes.
    private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22: return String(validating: value, as: UTF8.self)
            case 0x5d: return nil
            case 0x5c:
                guard let next = rest.popFirst(), [0x22, 0x5c, 0x5d].contains(next) else { return nil }
                value.append(next)
            default: value.append(byte)
            }
        }
        return nil
    }
}
