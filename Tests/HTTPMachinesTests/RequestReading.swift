import HTTPMachines

/// A request head as a test sees it: everything in values that can be compared.
struct RequestReading: Equatable {
    var parse: HeadParse
    var head: RequestHead
    var fields: [Field]

    var violation: HTTPViolation? {
        if case .refused(let violation) = self.parse { violation } else { nil }
    }

    /// Shows the bytes to one parser, `step` more of them each time, until it decides or they run out.
    init(_ bytes: [UInt8], step: Int = .max, limits: HeadLimits = HeadLimits()) {
        var parser = RequestHeadParser(limits: limits)
        self.init(bytes, step: step, parser: &parser)
    }

    init(_ bytes: [UInt8], step: Int, parser: inout RequestHeadParser) {
        var head = RequestHead()
        var table = FieldTable()
        var shown = 0
        var parse = HeadParse.incomplete
        while shown < bytes.count, parse == .incomplete {
            shown += min(step, bytes.count - shown)
            parse = parser.parse(bytes.span.extracting(0..<shown), into: &head, fields: &table)
        }
        self.parse = parse
        self.head = head
        self.fields = (0..<table.count).map { table[$0] }
    }

    init(_ text: String, step: Int = .max, limits: HeadLimits = HeadLimits()) {
        self.init(Array(text.utf8), step: step, limits: limits)
    }
}

/// A response head as a test sees it.
struct ResponseReading: Equatable {
    var parse: HeadParse
    var head: ResponseHead
    var fields: [Field]

    var violation: HTTPViolation? {
        if case .refused(let violation) = self.parse { violation } else { nil }
    }

    init(_ bytes: [UInt8], answering method: HTTPMethod = .get, step: Int = .max, limits: HeadLimits = HeadLimits()) {
        var parser = ResponseHeadParser(limits: limits)
        var head = ResponseHead()
        var table = FieldTable()
        var shown = 0
        var parse = HeadParse.incomplete
        while shown < bytes.count, parse == .incomplete {
            shown += min(step, bytes.count - shown)
            parse = parser.parse(
                bytes.span.extracting(0..<shown), answering: method, into: &head, fields: &table)
        }
        self.parse = parse
        self.head = head
        self.fields = (0..<table.count).map { table[$0] }
    }

    init(_ text: String, answering method: HTTPMethod = .get, step: Int = .max) {
        self.init(Array(text.utf8), answering: method, step: step)
    }
}

extension ByteRange {
    /// The bytes as text.
    func text(of bytes: [UInt8]) -> String { String(decoding: bytes[self.offsets], as: UTF8.self) }

    func text(of source: String) -> String { self.text(of: Array(source.utf8)) }
}
