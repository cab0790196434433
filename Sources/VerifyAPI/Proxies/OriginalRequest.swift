import Admission
import HTTPMachines
import Keys

/// The request a proxy asks about, held to the same rules as one that comes to the gateway itself: it is written down as
/// the head of a request and read by the same parser. One for each loop, its storage reused.
struct OriginalRequest: ~Copyable {
    /// Why there is none.
    enum Fault: Error {
        /// Method, URI or host is missing or repeated.
        case incomplete
        /// Fields of two dialects are there: one of them may be the client's.
        case mixed
        /// The client's address is missing or malformed.
        case addressless
        /// A rule of HTTP is broken.
        case violation(HTTPViolation)

        var detail: StaticString {
            switch self {
            case .incomplete: "The proxy must tell original method, URI and host, each once."
            case .mixed: "Fields of two dialects arrived; set mode=nginx where nginx asks."
            case .addressless: "The proxy must tell the client's address."
            case .violation(let violation): violation.detail
            }
        }
    }

    private(set) var head = RequestHead()
    /// What `head` points into.
    private(set) var bytes: [UInt8] = []
    private(set) var address = IPAddress(ipv4: 0)
    private var parser = RequestHeadParser()
    private var fields = FieldTable()

    init() { self.bytes.reserveCapacity(1_024) }

    /// Reads what forward-auth says in fields. `isNamed` tells that the path says the dialect: then the other one's
    /// fields are a client's and mean nothing. Otherwise they may come from an nginx that lacks its mode, whose
    /// `X-Forwarded` fields are the client's.
    mutating func read(
        _ dialect: ProxyDialect, isNamed: Bool, _ call: borrowing FieldTable, of span: Span<UInt8>,
        proxies: [NetworkRange]
    ) throws(Fault) {
        let nginx = ProxyDialect.nginx
        if !isNamed,
            call.contains(named: nginx.methodField, in: span) || call.contains(named: nginx.targetField, in: span)
        {
            throw .mixed
        }
        guard let method = call.onlyValue(named: dialect.methodField, in: span),
            let target = call.onlyValue(named: dialect.targetField, in: span),
            let host = call.onlyValue(named: dialect.hostField, in: span)
        else { throw .incomplete }
        self.address = try Self.address(dialect, call, of: span, proxies: proxies)
        try self.compose(
            method: span.extracting(method.offsets), target: span.extracting(target.offsets),
            host: span.extracting(host.offsets))
    }

    /// Reads what Envoy passes on: the request itself, whose path begins behind `prefix` bytes.
    mutating func read(
        envoy request: RequestHead, prefix: Int, _ call: borrowing FieldTable, of span: Span<UInt8>,
        proxies: [NetworkRange]
    ) throws(Fault) {
        self.address = try Self.address(.envoy, call, of: span, proxies: proxies)
        let target = (request.originForm.lowerBound + prefix)..<request.originForm.upperBound
        try self.compose(
            method: span.extracting(request.methodBytes.offsets), target: span.extracting(target),
            host: span.extracting(request.host.offsets))
    }

    private mutating func compose(
        method: Span<UInt8>, target: Span<UInt8>, host: Span<UInt8>
    ) throws(Fault) {
        // Only a target in origin form is a request that a proxy forwards.
        guard target.count > 0, target[0] == 0x2f, method.count > 0, host.count > 0 else { throw .incomplete }
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.write(method)
        self.bytes.append(0x20)
        self.bytes.write(target)
        self.bytes.write(" HTTP/1.1\r\nHost: ")
        self.bytes.write(host)
        self.bytes.write("\r\n\r\n")
        self.parser.reset()
        // What the parser reads is not what it writes to, but only a copy of the reference tells the compiler so.
        let bytes = self.bytes
        switch self.parser.parse(bytes.span, into: &self.head, fields: &self.fields) {
        case .complete(let count) where count == bytes.count: return
        case .refused(let violation): throw .violation(violation)
        case .complete, .incomplete: throw .incomplete
        }
    }

    /// The client's address: `X-Real-IP` of nginx, else the first from the right in `X-Forwarded-For` that is no proxy
    /// of ours. Never the caller's own.
    private static func address(
        _ dialect: ProxyDialect, _ call: borrowing FieldTable, of span: Span<UInt8>, proxies: [NetworkRange]
    ) throws(Fault) -> IPAddress {
        if dialect == .nginx {
            guard let value = call.onlyValue(named: "x-real-ip", in: span),
                let address = IPAddress(bytes: span.extracting(value.offsets))
            else { throw .addressless }
            return address
        }
        guard let address = ForwardedHops.client(call, of: span, proxies: proxies) else { throw .addressless }
        return address
    }
}
