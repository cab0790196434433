/// Reads the heads of upstream responses strictly and without allocation (RFC 9112; docs/http.md).
///
/// Takes up where it left off, like `RequestHeadParser`.
@usableFromInline
package struct ResponseHeadParser: Sendable {
    @usableFromInline package let limits: HeadLimits
    private var line = StatusLineScanner()
    /// `nil` until the status line is read.
    private var section: FieldLineScanner?
    private var framing = FramingFields()

    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Whether part of a head has been read.
    package private(set) var isInsideHead = false

    /// Reads the head at the start of `bytes`, the answer to a request with `method`. After an interim response
    /// (`ResponseHead.isInterim`) another head follows. 101 is an answer only to a request that has asked for another protocol
    /// (`maySwitch`).
    package mutating func parse(
        _ bytes: Span<UInt8>, answering method: HTTPMethod, maySwitch: Bool = false, into head: inout ResponseHead,
        fields: inout FieldTable
    ) -> HeadParse {
        let end = min(bytes.count, self.limits.maximumHeadBytes)
        if !self.isInsideHead {
            guard end > 0 else { return .incomplete }
            self.isInsideHead = true
            head = ResponseHead()
            fields.removeAll()
        }
        if self.section == nil {
            switch self.line.next(bytes, end: end, into: &head) {
            case .needMore: return self.runOut(at: end)
            case .refused(let violation): return self.refuse(violation)
            case .end where head.isSwitching && !maySwitch: return self.refuse(.switchingProtocolsUnasked)
            case .end(let start): self.section = FieldLineScanner(start: start)
            }
        }
        return self.parseFields(bytes, end: end, answering: method, into: &head, fields: &fields)
    }

    /// Forgets a head that was begun.
    package mutating func reset() { self = ResponseHeadParser(limits: self.limits) }

    private mutating func parseFields(
        _ bytes: Span<UInt8>, end: Int, answering method: HTTPMethod, into head: inout ResponseHead,
        fields: inout FieldTable
    ) -> HeadParse {
        guard var section = self.section else { return .incomplete }
        while true {
            switch section.next(bytes, end: end) {
            case .needMore:
                self.section = section
                return self.runOut(at: end)
            case .refused(let violation): return self.refuse(violation)
            case .line(let name, let value):
                let known = FieldNames.known(bytes, name)
                let field = Field(name: name, value: value, known: known, in: bytes)
                guard fields.append(field, limit: self.limits.maximumFields) else { return self.refuse(.tooManyFields) }
                if known == .other, FieldNames.isFramingLookalike(bytes, name) {
                    return self.refuse(.fieldNameLookalike)
                }
                if let violation = self.framing.note(known, value, in: bytes) { return self.refuse(violation) }
            case .end(let lines, let headEnd):
                fields.close(linesEnd: lines)
                if let violation = self.conclude(&head, answering: method, fields: &fields, bytes) {
                    return self.refuse(violation)
                }
                self.reset()
                return .complete(headBytes: headEnd)
            }
        }
    }

    /// The length of a response body depends on the request (RFC 9112, 6.3).
    private func conclude(
        _ head: inout ResponseHead, answering method: HTTPMethod, fields: inout FieldTable, _ bytes: Span<UInt8>
    ) -> HTTPViolation? {
        let neverHasBody = head.isInterim || head.status == 204
        if self.framing.isChunked, neverHasBody || head.minorVersion == 0 { return .transferEncodingForbidden }
        if neverHasBody, self.framing.contentLength ?? 0 > 0 { return .contentLengthForbidden }
        head.keepAlive = head.minorVersion == 1 && !self.framing.closes
        head.isUpgrading = self.framing.upgrades
        if neverHasBody || head.status == 304 || method == .head {
            head.framing = .none
        } else if self.framing.isChunked {
            head.framing = .chunked
        } else if let length = self.framing.contentLength {
            head.framing = .length(length)
        } else {
            head.framing = .untilClose
            head.keepAlive = false
        }
        return self.framing.nominate(in: &fields, of: bytes)
    }

    private mutating func runOut(at end: Int) -> HeadParse {
        end == self.limits.maximumHeadBytes ? self.refuse(.headTooLarge) : .incomplete
    }

    private mutating func refuse(_ violation: HTTPViolation) -> HeadParse {
        self.reset()
        return .refused(violation)
    }
}
