package import Admission
package import Keys

/// What is remembered of one request. Of fixed size and flat, so that an event loop writes it without allocating.
///
/// There is no place in it for a token, a query, a header value or a body.
@usableFromInline
package struct DecisionRecord: Sendable, Equatable {
    package private(set) var requestID: RequestID
    /// When the request's head was complete.
    package private(set) var at: WallTime
    package private(set) var method: RequestMethod
    /// Who asked: the peer, or the client that whoever asks the verify listener names.
    package private(set) var address: IPAddress

    /// Where the address is, when a database says so.
    package var place = Place.unknown
    /// Status of the answer; 0 when the client left before there was one.
    package var status: UInt16 = 0
    /// Why the request was refused or failed; `nil` when it went through.
    package var reason: Reason?
    package var flags: ExchangeFlags = []
    /// HTTP version as major · 10 + minor: 10, 11, 20.
    package var protocolVersion: UInt8 = 11
    /// Whether the client came by https: by TLS to us, or to a trusted proxy that says so.
    package var isTLS = false
    /// Where the decision was asked for.
    package var surface = Surface.gateway
    /// This is the first use of the key's version that the snapshot knew of.
    package var isFirstUse = false

    /// The key whose secret the request has shown.
    package var keyID: KeyID?
    package var keyVersion: UInt32 = 0
    package var ownerID: IdentityID?

    /// Name of the route; empty when none matched.
    package var route = InlineText<64>()
    /// Its path template, as `http.route`.
    package var routeTemplate = InlineText<96>()
    package var environment = InlineText<64>()
    package var host = InlineText<64>()
    /// Without its query.
    package internal(set) var path = InlineText<160>()
    package var userAgent = InlineText<128>()
    /// `host:port` of the upstream that was asked; empty when none was.
    package var upstream = InlineText<64>()

    /// Bytes of body.
    package var bytesIn: UInt64 = 0
    package var bytesOut: UInt64 = 0
    /// Nanoseconds from the first byte of the request to the last of the answer.
    package var durationNanoseconds: UInt64 = 0
    /// Of these, waiting for the upstream.
    package var upstreamNanoseconds: UInt64 = 0
    /// Of these, our own work.
    package var overheadNanoseconds: UInt64 = 0

    /// The limit closest to its end; its name is empty when none applied.
    package var limitPolicy = InlineText<64>()
    package var limitUsed: UInt32 = 0
    package var limitTotal: UInt32 = 0
    package var limitWindowSeconds: UInt32 = 0
    package var limitResetSeconds: UInt32 = 0
    /// The permission that was missing.
    package var permission = InlineText<96>()
    /// Where in a distributed trace the request said it comes from, or where a trace began with it.
    package var trace = TracePoint.none
    /// Why it ended; `nil` when it became no WebSocket.
    package var socketEnd: SocketEnd?
    /// What the rules said that only some requests are asked.
    package private(set) var rules = RuleTrace()

    package init(requestID: RequestID, at: WallTime, method: RequestMethod, address: IPAddress) {
        self.requestID = requestID
        self.at = at
        self.method = method
        self.address = address
    }

    /// Begins anew, in the same memory: a record is too large to be made for each request.
    package mutating func restart(requestID: RequestID, at: WallTime, method: RequestMethod, address: IPAddress) {
        self.requestID = requestID
        self.at = at
        self.method = method
        self.address = address
        self.place = .unknown
        self.status = 0
        self.reason = nil
        self.flags = []
        self.protocolVersion = 11
        self.isTLS = false
        self.surface = .gateway
        self.isFirstUse = false
        self.keyID = nil
        self.keyVersion = 0
        self.ownerID = nil
        self.clearTexts()
        self.bytesIn = 0
        self.bytesOut = 0
        self.durationNanoseconds = 0
        self.upstreamNanoseconds = 0
        self.overheadNanoseconds = 0
        self.limitUsed = 0
        self.limitTotal = 0
        self.limitWindowSeconds = 0
        self.limitResetSeconds = 0
        self.trace = .none
        self.socketEnd = nil
        self.rules.removeAll()
    }

    /// Notes what the rules said.
    package mutating func setRules(_ rules: borrowing RuleTrace) {
        guard rules.count > 0 || self.rules.count > 0 else { return }
        self.rules.assign(rules)
    }

    private mutating func clearTexts() {
        self.route.clear()
        self.routeTemplate.clear()
        self.environment.clear()
        self.host.clear()
        self.path.clear()
        self.userAgent.clear()
        self.upstream.clear()
        self.limitPolicy.clear()
        self.permission.clear()
    }

    /// Takes the path of a request target and leaves its query behind.
    package mutating func setPath(_ target: Span<UInt8>) {
        var end = 0
        while end < target.count, target[end] != 0x3f, target[end] != 0x23 { end += 1 }
        self.path.set(target.extracting(0..<end))
    }

    /// Notes how the request stood with a limit.
    package mutating func setLimit(_ report: LimitReport) {
        self.limitPolicy.set(report.policy.utf8Span.span)
        self.limitTotal = report.limit
        self.limitUsed = report.limit - min(report.remaining, report.limit)
        self.limitWindowSeconds = report.windowSeconds
        self.limitResetSeconds = max(report.resetSeconds, report.retryAfterSeconds)
    }
}

extension DecisionRecord {
    /// Whether admission let the request pass: what failed afterwards was the upstream.
    package var isAdmitted: Bool { self.reason?.isAfterAdmission ?? true }

    /// The phase the request ended in.
    package var phase: Phase { self.reason?.phase ?? .record }
}
