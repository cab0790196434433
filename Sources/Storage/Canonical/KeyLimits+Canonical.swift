package import Cryptography
package import Keys

/// What a key says about limits, when it says more than limits did at first: `ContentFormat.KeyParts.limits`.
struct KeyLimits {
    private let limits: [LimitPolicy]
    private let overrides: [LimitOverride]
    private let credits: Credits?

    init(_ record: KeyRecord) {
        self.limits = record.limits
        self.overrides = record.limitOverrides
        self.credits = record.credits
    }

    var isPlain: Bool { self.credits == nil && self.overrides.isEmpty && self.limits.allSatisfy(\.isPlain) }

    func apply(to record: inout KeyRecord) {
        record.limits = self.limits
        record.limitOverrides = self.overrides
        record.credits = self.credits
    }

    func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.limits) { encoder, limit in limit.encodeWhole(to: &encoder) }
        encoder.append(self.overrides) { encoder, override in
            encoder.append(override.limit)
            override.algorithm.encode(to: &encoder)
            encoder.append(override.until)
            encoder.append(override.reason)
        }
        encoder.append(self.credits) { encoder, credits in credits.encode(to: &encoder) }
    }

    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.limits = try decoder.array(atMost: LimitPolicy.most) { (decoder) throws(CryptographyError) in
            try .init(whole: &decoder)
        }
        self.overrides = try decoder.array(atMost: LimitOverride.most) { (decoder) throws(CryptographyError) in
            .init(
                limit: try decoder.text(), algorithm: try .init(from: &decoder), until: try decoder.moment(),
                reason: try decoder.text())
        }
        self.credits = try decoder.bool() ? try .init(from: &decoder) : nil
    }
}

extension LimitPolicy {
    /// The limit with all its terms: what policies store, and keys whose limits have some.
    package func encodeWhole(to encoder: inout CanonicalEncoder) {
        encoder.append(self.name)
        encoder.append(self.scope.rawValue)
        self.algorithm.encode(to: &encoder)
        self.terms.encode(to: &encoder)
    }

    package init(whole decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            name: try decoder.text(), scope: try decoder.name(), algorithm: try .init(from: &decoder),
            terms: try .init(from: &decoder))
    }
}

extension LimitPolicy.Algorithm {
    func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .slidingWindow(let windows):
            encoder.append(UInt8(0))
            encoder.append(windows) { encoder, window in window.encode(to: &encoder) }
        case .tokenBucket(let rate, let burst):
            encoder.append(UInt8(1))
            rate.encode(to: &encoder)
            encoder.append(burst)
        case .calendar(let limit, let unit, let zone):
            encoder.append(UInt8(2))
            encoder.append(limit)
            encoder.append(unit.rawValue)
            encoder.append(zone)
        case .concurrency(let limit):
            encoder.append(UInt8(3))
            encoder.append(limit)
        }
    }

    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        switch try decoder.byte() {
        case 0:
            self = .slidingWindow(
                try decoder.array(atMost: LimitPolicy.mostWindows) { (decoder) throws(CryptographyError) in
                    try .init(from: &decoder)
                })
        case 1: self = .tokenBucket(rate: try .init(from: &decoder), burst: try decoder.unsigned32())
        case 2:
            self = .calendar(
                limit: try decoder.unsigned32(), unit: try decoder.name(), timeZone: try decoder.text())
        case 3: self = .concurrency(try decoder.unsigned32())
        default: throw CanonicalDecoder.malformed("an unknown algorithm")
        }
        // A bug or a foreign hand: numbers that were never let in would be a programmer's error later.
        if let objection = self.objection { throw CanonicalDecoder.malformed(objection) }
    }
}

extension LimitTerms {
    /// In the first byte: terms of trust follow the others.
    private static let trustMark: UInt8 = 0x80

    func encode(to encoder: inout CanonicalEncoder) {
        let mark = self.trusted == nil ? 0 : Self.trustMark
        switch self.onExceed {
        case .reject: encoder.append(mark)
        case .delay(let milliseconds, let waiting):
            encoder.append(mark | 1)
            encoder.append(milliseconds)
            encoder.append(waiting)
        case .shadow: encoder.append(mark | 2)
        }
        encoder.append(self.cost)
        encoder.append(self.warnBelowPercent)
        encoder.append(self.priority.rawValue)
        encoder.append(self.penalty) { encoder, penalty in
            encoder.append(penalty.afterRefusals)
            encoder.append(penalty.baseSeconds)
            encoder.append(penalty.maximumSeconds)
        }
        encoder.append(self.schedule) { encoder, change in
            encoder.append(change.startsAt)
            encoder.append(change.endsAt)
            encoder.append(change.percent)
        }
        guard let trusted = self.trusted else { return }
        encoder.append(trusted.afterCleanDays)
        encoder.append(trusted.percent)
        encoder.append(trusted.cleanSince) { encoder, moment in encoder.append(moment) }
    }

    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init()
        let first = try decoder.byte()
        switch first & ~Self.trustMark {
        case 0: break
        case 1:
            self.onExceed = .delay(
                maximumMilliseconds: try decoder.unsigned32(), maximumWaiting: try decoder.unsigned32())
        case 2: self.onExceed = .shadow
        default: throw CanonicalDecoder.malformed("an unknown way over a limit")
        }
        self.cost = try decoder.optionalNumber()
        self.warnBelowPercent = try decoder.optionalNumber()
        self.priority = try decoder.name()
        if try decoder.bool() {
            self.penalty = .init(
                afterRefusals: try decoder.unsigned32(), baseSeconds: try decoder.unsigned32(),
                maximumSeconds: try decoder.unsigned32())
        }
        self.schedule = try decoder.array(atMost: Self.mostScheduled) { (decoder) throws(CryptographyError) in
            .init(
                startsAt: try decoder.moment(), endsAt: try decoder.moment(), percent: try decoder.unsigned32())
        }
        if first & Self.trustMark != 0 {
            self.trusted = .init(
                afterCleanDays: try decoder.unsigned32(), percent: try decoder.unsigned32(),
                cleanSince: try decoder.bool() ? try decoder.moment() : nil)
        }
        if let objection = self.objection { throw CanonicalDecoder.malformed("terms of a limit: \(objection)") }
    }
}

extension Credits {
    func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.remaining)
        encoder.append(self.setAt)
        encoder.append(self.refill) { encoder, refill in
            encoder.append(refill.interval.rawValue)
            encoder.append(refill.amount)
            encoder.append(refill.day.map(UInt32.init))
        }
    }

    init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(remaining: try decoder.unsigned32(), setAt: try decoder.moment())
        guard try decoder.bool() else { return }
        let (interval, amount): (Refill.Interval, UInt32) = (try decoder.name(), try decoder.unsigned32())
        guard let number = try decoder.optionalNumber() else {
            self.refill = .init(interval: interval, amount: amount)
            return
        }
        guard let day = UInt8(exactly: number) else { throw CanonicalDecoder.malformed("no day of a month") }
        self.refill = .init(interval: interval, amount: amount, day: day)
    }
}
