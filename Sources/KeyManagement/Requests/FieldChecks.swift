import Keys

/// Gathers what is wrong with the members of a request, so that its sender learns everything at once.
struct FieldChecks {
    private var objections: [FieldObjection] = []

    /// Most objections that are told.
    private static let most = 32

    mutating func require(_ holds: Bool, _ pointer: String, _ detail: @autoclosure () -> String) {
        guard !holds, self.objections.count < Self.most else { return }
        self.objections.append(.init(pointer, detail()))
    }

    /// Throws when there was anything.
    func finish() throws(ManagementError) {
        guard self.objections.isEmpty else { throw .invalid(self.objections) }
    }

    /// Projects, environments and roles: `[a-z0-9][a-z0-9-]{0,62}`.
    mutating func slug(_ name: String, _ pointer: String) {
        let bytes = Array(name.utf8)
        let isWord = { (byte: UInt8) in (byte &- 0x30) < 10 || (byte &- 0x61) < 26 }
        let holds = (1...63).contains(bytes.count) && isWord(bytes[0]) && bytes.allSatisfy { isWord($0) || $0 == 0x2d }
        self.require(holds, pointer, "must be 1 to 63 of a-z 0-9 and -, not beginning with -")
    }

    /// Text for people on one line.
    mutating func text(_ text: String, atMost limit: Int, _ pointer: String) {
        let holds = (1...limit).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(Self.isPrintable)
        self.require(holds, pointer, "must be 1 to \(limit) printable characters")
    }

    mutating func reason(_ reason: String?, _ pointer: String = "/reason") {
        guard let reason else { return }
        self.text(reason, atMost: KeyRecord.longestReason, pointer)
    }

    /// Refuses an act whose only member to be checked is its reason.
    static func check(reason: String?) throws(ManagementError) {
        var checks = Self()
        checks.reason(reason)
        try checks.finish()
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .format, .privateUse: false
        default: true
        }
    }
}
