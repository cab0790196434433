import Admission
import DecisionLog
import HTTPMachines
import Keys

/// What is known of a request, gathered while it passes: a value in its connection, handed to the recorder at the end.
struct RequestRecord {
    var decision: DecisionRecord
    /// When its head was complete.
    private(set) var beganAt: MonotonicNanoseconds
    /// When its head was sent to the upstream; 0 when it never was.
    var sentAt: MonotonicNanoseconds = 0
    /// When the final response's head came; 0 when it never did.
    var answeredAt: MonotonicNanoseconds = 0
    /// Position of the route; -1 when none matched.
    var route = -1
    /// The number that the route is counted by; 0 when none matched.
    private(set) var series: UInt16 = 0
    /// The number that the endpoint of the last try is counted by.
    var endpoint: UInt16 = 0
    var isOpen = true

    /// A request begins now.
    mutating func begin(
        id: RequestID, method: RequestMethod, address: IPAddress, isSecure: Bool, clock: LoopClock
    ) {
        self.decision.restart(requestID: id, at: clock.wall, method: method, address: address)
        self.decision.isTLS = isSecure
        self.beganAt = clock.monotonic
        self.sentAt = 0
        self.answeredAt = 0
        self.route = -1
        self.series = 0
        self.endpoint = 0
        self.isOpen = true
    }

    /// No request at all.
    private init() {
        self.decision = DecisionRecord(
            requestID: RequestID(high: 0, low: 0), at: .distantPast, method: .other, address: IPAddress(ipv4: 0))
        self.beganAt = 0
        self.isOpen = false
    }

    static let none = Self()

    var id: RequestID { self.decision.requestID }

    /// Notes what the head says of itself. `span` is what it was parsed from.
    mutating func note(_ head: RequestHead, _ fields: borrowing FieldTable, of span: Span<UInt8>) {
        self.decision.protocolVersion = 10 + head.minorVersion
        self.decision.setPath(span.extracting(head.path.offsets))
        self.decision.host.set(span.extracting(head.host.offsets))
        if let index = fields.firstIndex(of: .userAgent) {
            self.decision.userAgent.set(span.extracting(fields[index].value.offsets))
        }
        if let index = fields.firstIndex(of: .traceParent),
            let parent = TraceParent(span.extracting(fields[index].value.offsets)),
            fields.firstIndex(of: .traceParent, from: index + 1) == nil
        {
            self.decision.trace = TracePoint(
                traceHigh: parent.traceHigh, traceLow: parent.traceLow, spanID: parent.spanID)
        }
    }

    mutating func note(route index: Int, _ labels: RouteLabels) {
        self.route = index
        self.series = labels.series
        self.decision.route = labels.name
        self.decision.routeTemplate = labels.template
        self.decision.environment = labels.environment
    }

    mutating func note(_ key: MatchedKey?) {
        guard let key else { return }
        self.decision.keyID = key.keyID
        self.decision.keyVersion = key.versionNumber
        self.decision.ownerID = key.ownerID
    }

    mutating func note(_ rules: borrowing RuleTrace) { self.decision.setRules(rules) }

    mutating func note(_ limit: LimitReport?) {
        guard let limit else { return }
        self.decision.setLimit(limit)
    }

    mutating func note(_ refusal: Refusal) {
        self.decision.reason = refusal.reason
        self.decision.status = refusal.reason.status
        self.decision.flags.formUnion(refusal.reason.exchangeFlags)
        self.note(refusal.key)
        self.note(refusal.limit)
        if let permission = refusal.permission { self.decision.permission = InlineText(permission.description) }
    }

    /// Works out the durations at the end.
    mutating func close(at now: MonotonicNanoseconds) {
        self.isOpen = false
        let whole = now &- self.beganAt
        self.decision.durationNanoseconds = whole
        let end = self.answeredAt == 0 ? now : self.answeredAt
        self.decision.upstreamNanoseconds = self.sentAt == 0 || end < self.sentAt ? 0 : end - self.sentAt
        self.decision.overheadNanoseconds = self.sentAt < self.beganAt ? whole : self.sentAt - self.beganAt
    }
}
