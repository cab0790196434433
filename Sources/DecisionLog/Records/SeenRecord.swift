import Admission
import Keys

/// What a summary of many records needs of one: read without making the whole record, which takes several times as long.
struct SeenRecord {
    let requestID: RequestID
    let at: WallTime
    let keyID: KeyID?
    /// Whether admission let the request pass.
    let isAdmitted: Bool
    /// The name of the route, where it lies.
    let route: ArraySlice<UInt8>
    /// `nil` where no rule was asked.
    let rules: RuleTrace?

    /// Numbers between the texts and the trace, and between the trace and the rules.
    private static let countedBytes = 5 * 8 + 4 * 4
    private static let traceBytes = 3 * 8
    private static let socketAndPlaceBytes = 1 + 2 + 4
    /// Texts behind the route.
    private static let furtherTexts = 8

    /// Reads a record of the version that has rules, or one before; `nil` when the bytes are none.
    init?(_ bytes: ArraySlice<UInt8>) {
        var fields = FieldReader(bytes: bytes)
        guard let version = fields.integer(UInt8.self), RecordEncoding.versions.contains(version),
            let id: RequestID = fields.id(), let at = fields.integer(Int64.self),
            // The method and the address; then the status.
            fields.skip(1 + 1 + 16 + 2), let code = fields.integer(UInt8.self),
            code == 0 || Reason(rawValue: code) != nil,
            // Flags, version of HTTP, bits.
            fields.skip(2 + 1 + 1), let keyID: KeyID? = fields.optionalID(),
            // The version of the key, and its owner.
            fields.skip(4 + 16), let route = fields.textSlice()
        else { return nil }
        self.requestID = id
        self.at = .init(milliseconds: at)
        self.keyID = keyID
        self.isAdmitted = Reason(rawValue: code)?.isAfterAdmission ?? true
        self.route = route
        guard version >= RecordEncoding.firstVersionWithRules else {
            self.rules = nil
            return
        }
        for _ in 0..<Self.furtherTexts {
            guard let length = fields.integer(UInt8.self), fields.skip(Int(length)) else { return nil }
        }
        guard fields.skip(Self.countedBytes + Self.traceBytes + Self.socketAndPlaceBytes) else { return nil }
        guard !RuleTraceEncoding.isEmpty(fields) else {
            self.rules = nil
            return
        }
        guard let rules = RuleTraceEncoding.read(&fields) else { return nil }
        self.rules = rules
    }
}
