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

    /// The names of projects, environments and roles.
    mutating func slug(_ name: String, _ pointer: String) {
        self.require(Slug.isSlug(name), pointer, "must be \(Slug.grammar)")
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

    /// Refuses an act whose only member to be checked is a note that goes into its reason.
    static func check(note: String?, atMost limit: Int) throws(ManagementError) {
        guard let note else { return }
        var checks = Self()
        checks.text(note, atMost: limit, "/note")
        try checks.finish()
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .format, .privateUse: false
        default: true
        }
    }
}
