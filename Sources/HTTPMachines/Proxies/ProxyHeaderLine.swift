import Keys

/// Version 1 of the PROXY protocol: `PROXY TCP4 192.0.2.1 192.0.2.2 56324 443` and CRLF (proxy-protocol.txt, 2.1).
enum ProxyHeaderLine {
    /// Longest line, its CRLF included.
    static let longest = 107
    private static let unknown: StaticString = "PROXY UNKNOWN"

    static func parse(_ bytes: Span<UInt8>) -> ProxyHeaderParse {
        guard self.begins(bytes, "PROXY ") else { return .refused(.signatureMissing) }
        let seen = min(bytes.count, self.longest)
        var end = 0
        while end < seen, bytes[end] != 0x0a { end += 1 }
        guard end < seen else { return seen < self.longest ? .incomplete : .refused(.lineTooLong) }
        guard end > 0, bytes[end - 1] == 0x0d else { return .refused(.lineMalformed) }
        let line = bytes.extracting(0..<end - 1)
        guard let header = self.read(line) else { return .refused(.lineMalformed) }
        return .complete(header, bytes: end + 1)
    }

    /// The line without its end.
    private static func read(_ line: Span<UInt8>) -> ProxyHeader? {
        let name = ByteRange(start: 0, end: min(line.count, self.unknown.utf8CodeUnitCount))
        if ByteText.equals(line, name, self.unknown) {
            // Whatever follows is to be ignored.
            return line.count == Int(name.count) || line[Int(name.count)] == 0x20 ? .peerItself : nil
        }
        var words = Words()
        guard words.next(line) != nil, let family = words.next(line), let source = words.next(line),
            let target = words.next(line), let sourcePort = words.next(line), let targetPort = words.next(line),
            words.isOver(line)
        else { return nil }
        let isIPv4 = ByteText.equals(line, family, "TCP4")
        guard isIPv4 || ByteText.equals(line, family, "TCP6"),
            let client = self.address(line, source, isIPv4), self.address(line, target, isIPv4) != nil,
            let port = self.port(line, sourcePort), self.port(line, targetPort) != nil
        else { return nil }
        return .client(client, port: port)
    }

    /// An address in the form of its family.
    private static func address(_ line: Span<UInt8>, _ word: ByteRange, _ isIPv4: Bool) -> IPAddress? {
        var hasColon = false
        for index in word.offsets where line[index] == 0x3a { hasColon = true }
        return hasColon == isIPv4 ? nil : IPAddress(bytes: line.extracting(word.offsets))
    }

    /// 0 to 65,535 without leading zeros.
    private static func port(_ line: Span<UInt8>, _ word: ByteRange) -> UInt16? {
        guard (1...5).contains(word.count), line[word.lowerBound] != 0x30 || word.count == 1 else { return nil }
        var number: UInt32 = 0
        for index in word.offsets {
            guard ByteClass.isDigit(line[index]) else { return nil }
            number = number * 10 + UInt32(line[index] &- 0x30)
        }
        return UInt16(exactly: number)
    }

    /// Whether the bytes are the text, or the beginning of it.
    private static func begins(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            for index in 0..<min(bytes.count, text.count) where bytes[index] != text[index] { return false }
            return true
        }
    }
}

/// Words with one space between them.
private struct Words {
    private var cursor = 0

    /// Whether nothing is left of the line, not even a space.
    func isOver(_ line: Span<UInt8>) -> Bool { self.cursor > line.count }

    /// The next word; `nil` when it is empty, or there is none.
    mutating func next(_ line: Span<UInt8>) -> ByteRange? {
        let start = self.cursor
        guard start < line.count else { return nil }
        var end = start
        while end < line.count, line[end] != 0x20 { end += 1 }
        self.cursor = end + 1
        return end == start ? nil : ByteRange(start: start, end: end)
    }
}
