/// Reads request heads strictly and without allocation (RFC 9112; docs/http.md).
///
/// It takes up where it left off when more bytes arrive, so that a head that comes byte by byte costs no more than one
/// that comes whole. After `complete` and `refused` it is ready for the next head.
@usableFromInline
package struct RequestHeadParser: Sendable {
    @usableFromInline package let limits: HeadLimits
    private var line = RequestLineScanner()
    /// `nil` until the request line is read.
    private var section: FieldLineScanner?
    private var framing = FramingFields()
    private var hasHost = false
    private var hasUpgrade = false

    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Whether part of a head has been read.
    package private(set) var isInsideHead = false

    /// Reads the head at the start of `bytes`. `bytes` begins at the same byte until the head is complete, and `head` and
    /// `fields` are the same ones; their content means something only after `complete`.
    package mutating func parse(
        _ bytes: Span<UInt8>, into head: inout RequestHead, fields: inout FieldTable
    ) -> HeadParse {
        let end = min(bytes.count, self.limits.maximumHeadBytes)
        if !self.isInsideHead {
            guard end > 0 else { return .incomplete }
            self.isInsideHead = true
            head = RequestHead()
            fields.removeAll()
        }
        if self.section == nil {
            switch self.line.next(bytes, end: end, limits: self.limits, into: &head) {
            case .needMore: return self.runOut(at: end)
            case .refused(let violation): return self.refuse(violation)
            case .end(let start): self.section = FieldLineScanner(start: start)
            }
        }
        return self.parseFields(bytes, end: end, into: &head, fields: &fields)
    }

    /// Forgets a head that was begun.
    package mutating func reset() { self = RequestHeadParser(limits: self.limits) }

    @inline(__always)
    private mutating func parseFields(
        _ bytes: Span<UInt8>, end: Int, into head: inout RequestHead, fields: inout FieldTable
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
                if let violation = self.note(known, name, value, in: bytes, into: &head) {
                    return self.refuse(violation)
                }
            case .end(let lines, let headEnd):
                fields.close(linesEnd: lines)
                if let violation = self.conclude(&head, fields: &fields, bytes) { return self.refuse(violation) }
                self.reset()
                return .complete(headBytes: headEnd)
            }
        }
    }

    @inline(__always)
    private mutating func note(
        _ known: KnownField, _ name: ByteRange, _ value: ByteRange, in bytes: Span<UInt8>, into head: inout RequestHead
    ) -> HTTPViolation? {
        switch known {
        case .host:
            guard !self.hasHost else { return .hostRepeated }
            guard HostRules.isValid(value, in: bytes) else { return .hostInvalid }
            self.hasHost = true
            head.host = value
            return nil
        case .contentLength, .transferEncoding, .connection: return self.framing.note(known, value, in: bytes)
        case .expect:
            guard ByteText.equalsFoldingCase(bytes, value, "100-continue"), !head.expectsContinue else {
                return .expectationUnknown
            }
            head.expectsContinue = true
            return nil
        case .upgrade:
            self.hasUpgrade = true
            return nil
        case .other: return FieldNames.isFramingLookalike(bytes, name) ? .fieldNameLookalike : nil
        default: return nil
        }
    }

    @inline(__always)
    private func conclude(
        _ head: inout RequestHead, fields: inout FieldTable, _ bytes: Span<UInt8>
    ) -> HTTPViolation? {
        guard self.hasHost else { return .hostMissing }
        let authority = self.line.authority
        guard authority.isEmpty || ByteText.areEqualFoldingCase(bytes, authority, head.host) else {
            return .authorityMismatch
        }
        if self.framing.isChunked {
            guard head.minorVersion == 1 else { return .transferEncodingForbidden }
            head.framing = .chunked
        } else {
            head.framing = self.framing.contentLength.map { .length($0) } ?? .none
        }
        head.keepAlive = head.minorVersion == 1 && !self.framing.closes
        // An HTTP/1.0 client cannot wait for 100, and without a body there is nothing to wait with (RFC 9110, 10.1.1).
        head.expectsContinue = head.expectsContinue && head.minorVersion == 1 && head.hasBody
        head.wantsUpgrade = self.framing.upgrades && self.hasUpgrade
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
