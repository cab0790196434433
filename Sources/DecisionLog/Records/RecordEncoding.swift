import Admission
import Keys

/// The bytes of a record in a segment: a version, then the fields in order, little-endian, texts with their length first.
enum RecordEncoding {
    static let version: UInt8 = 4
    /// The last version that knew of no places and no rules.
    private static let versionWithoutPlaces: UInt8 = 3
    /// The last version that knew of no WebSocket.
    private static let versionWithoutSockets: UInt8 = 2
    /// The last version without a trace.
    private static let versionWithoutTrace: UInt8 = 1
    /// Those that can be read.
    static var versions: ClosedRange<UInt8> { Self.versionWithoutTrace...Self.version }
    static var firstVersionWithRules: UInt8 { Self.versionWithoutPlaces + 1 }
    /// Where the request id stands in the bytes.
    static let idOffset = 1
    /// Where the texts begin.
    static let textsOffset = 86

    /// No record takes more: the numbers come to less than 256 bytes, each of the nine texts to 256 at most.
    static let longest = 256 + 9 * 256 + RuleTraceEncoding.longest

    /// Writes a record into room for the longest.
    ///
    /// - Returns: the bytes it took.
    static func write(_ record: DecisionRecord, into room: UnsafeMutableRawBufferPointer) -> Int {
        var fields = FieldWriter(room)
        fields.integer(Self.version)
        fields.id(record.requestID)
        fields.integer(record.at.milliseconds)
        fields.integer(record.method.rawValue)
        fields.integer(record.address.isIPv4 ? UInt8(4) : 6)
        fields.integer(record.address.high)
        fields.integer(record.address.low)
        fields.integer(record.status)
        fields.integer(record.reason?.rawValue ?? 0)
        fields.integer(record.flags.rawValue)
        fields.integer(record.protocolVersion)
        fields.integer((record.isTLS ? UInt8(1) : 0) | (record.isFirstUse ? 2 : 0) | record.surface.rawValue << 2)
        fields.optionalID(record.keyID)
        fields.integer(record.keyVersion)
        fields.optionalID(record.ownerID)
        Self.appendTexts(record, to: &fields)
        fields.integer(record.bytesIn)
        fields.integer(record.bytesOut)
        fields.integer(record.durationNanoseconds)
        fields.integer(record.upstreamNanoseconds)
        fields.integer(record.overheadNanoseconds)
        fields.integer(record.limitUsed)
        fields.integer(record.limitTotal)
        fields.integer(record.limitWindowSeconds)
        fields.integer(record.limitResetSeconds)
        fields.integer(record.trace.traceHigh)
        fields.integer(record.trace.traceLow)
        fields.integer(record.trace.spanID)
        fields.integer(record.socketEnd?.rawValue ?? 0)
        fields.integer(record.place.country.rawValue)
        fields.integer(record.place.network.rawValue)
        RuleTraceEncoding.write(record.rules, to: &fields)
        return fields.count
    }

    private static func appendTexts(_ record: DecisionRecord, to fields: inout FieldWriter) {
        fields.text(record.route)
        fields.text(record.routeTemplate)
        fields.text(record.environment)
        fields.text(record.host)
        fields.text(record.path)
        fields.text(record.userAgent)
        fields.text(record.upstream)
        fields.text(record.limitPolicy)
        fields.text(record.permission)
    }

    /// Reads a record back; `nil` when the bytes are not one that this version or one before wrote.
    static func read(_ bytes: ArraySlice<UInt8>) -> DecisionRecord? {
        var fields = FieldReader(bytes: bytes)
        guard let record = Self.readUse(&fields) else { return nil }
        return Self.readRest(&fields, of: record, version: bytes.first ?? 0)
    }

    /// What is known of a request before its texts: when, with which key, and how it ended. Costs a fraction of the whole.
    static func readUse(_ bytes: ArraySlice<UInt8>) -> DecisionRecord? {
        var fields = FieldReader(bytes: bytes)
        return Self.readUse(&fields)
    }

    private static func readUse(_ fields: inout FieldReader) -> DecisionRecord? {
        guard let version = fields.integer(UInt8.self), Self.versions.contains(version),
            let id: RequestID = fields.id(),
            let at = fields.integer(Int64.self),
            let method = fields.integer(UInt8.self).flatMap(RequestMethod.init(rawValue:)),
            let address = Self.address(&fields)
        else { return nil }
        var record = DecisionRecord(requestID: id, at: .init(milliseconds: at), method: method, address: address)
        return Self.readOutcome(&fields, &record) ? record : nil
    }

    private static func readRest(
        _ fields: inout FieldReader, of use: DecisionRecord, version: UInt8
    ) -> DecisionRecord? {
        var record = use
        guard Self.readTexts(&fields, &record), Self.readNumbers(&fields, &record),
            version <= Self.versionWithoutTrace || Self.readTrace(&fields, &record),
            version <= Self.versionWithoutSockets || Self.readSocketEnd(&fields, &record),
            version <= Self.versionWithoutPlaces || Self.readPlace(&fields, &record)
        else { return nil }
        if version > Self.versionWithoutPlaces {
            guard let rules = RuleTraceEncoding.read(&fields) else { return nil }
            record.setRules(rules)
        }
        return fields.isAtEnd ? record : nil
    }

    private static func address(_ fields: inout FieldReader) -> IPAddress? {
        guard let family = fields.integer(UInt8.self), let high = fields.integer(UInt64.self),
            let low = fields.integer(UInt64.self)
        else { return nil }
        return family == 4 ? .init(ipv4: UInt32(truncatingIfNeeded: low)) : .init(ipv6High: high, low: low)
    }

    private static func readOutcome(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        guard let status = fields.integer(UInt16.self), let reason = fields.integer(UInt8.self),
            let flags = fields.integer(UInt16.self), let version = fields.integer(UInt8.self),
            let bits = fields.integer(UInt8.self), let keyID: KeyID? = fields.optionalID(),
            let keyVersion = fields.integer(UInt32.self), let ownerID: IdentityID? = fields.optionalID(),
            reason == 0 || Reason(rawValue: reason) != nil, let surface = Surface(rawValue: bits >> 2)
        else { return false }
        record.status = status
        record.reason = Reason(rawValue: reason)
        record.flags = .init(rawValue: flags)
        record.protocolVersion = version
        record.isTLS = bits & 1 != 0
        record.isFirstUse = bits & 2 != 0
        record.surface = surface
        record.keyID = keyID
        record.keyVersion = keyVersion
        record.ownerID = ownerID
        return true
    }

    private static func readTexts(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        var texts: [[UInt8]] = []
        for _ in 0..<9 {
            guard let text = fields.text() else { return false }
            texts.append(text)
        }
        record.route = .init(texts[0])
        record.routeTemplate = .init(texts[1])
        record.environment = .init(texts[2])
        record.host = .init(texts[3])
        record.path = .init(texts[4])
        record.userAgent = .init(texts[5])
        record.upstream = .init(texts[6])
        record.limitPolicy = .init(texts[7])
        record.permission = .init(texts[8])
        return true
    }

    private static func readTrace(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        guard let high = fields.integer(UInt64.self), let low = fields.integer(UInt64.self),
            let span = fields.integer(UInt64.self)
        else { return false }
        record.trace = .init(traceHigh: high, traceLow: low, spanID: span)
        return true
    }

    private static func readSocketEnd(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        guard let end = fields.integer(UInt8.self), end == 0 || SocketEnd(rawValue: end) != nil else { return false }
        record.socketEnd = SocketEnd(rawValue: end)
        return true
    }

    private static func readPlace(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        guard let stored = fields.integer(UInt16.self), let country = CountryCode(stored: stored),
            let network = fields.integer(UInt32.self)
        else { return false }
        record.place = Place(country: country, network: .init(rawValue: network))
        return true
    }

    private static func readNumbers(_ fields: inout FieldReader, _ record: inout DecisionRecord) -> Bool {
        guard let bytesIn = fields.integer(UInt64.self), let bytesOut = fields.integer(UInt64.self),
            let duration = fields.integer(UInt64.self), let upstream = fields.integer(UInt64.self),
            let overhead = fields.integer(UInt64.self), let used = fields.integer(UInt32.self),
            let total = fields.integer(UInt32.self), let window = fields.integer(UInt32.self),
            let reset = fields.integer(UInt32.self)
        else { return false }
        record.bytesIn = bytesIn
        record.bytesOut = bytesOut
        record.durationNanoseconds = duration
        record.upstreamNanoseconds = upstream
        record.overheadNanoseconds = overhead
        record.limitUsed = used
        record.limitTotal = total
        record.limitWindowSeconds = window
        record.limitResetSeconds = reset
        return true
    }
}
