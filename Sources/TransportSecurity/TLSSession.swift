import CTransportSecurity

/// One connection's TLS between buffers: sealed bytes in, plain bytes out, and back. It knows no socket.
package struct TLSSession: ~Copyable {
    /// What came of a step.
    package enum Outcome: Sendable {
        case done
        /// All input is taken in.
        case needsInput
        /// The room for sealed bytes is used up; again, with more.
        case needsRoom
        /// The other side has said that it sends no more.
        case ended
        /// It is over; what was written may be an alert.
        case failed
    }

    /// Most memory of a handshake that is under way, in bytes: a hello as long as it may be, and the record that it comes in.
    package static let mostOfHandshake = 81_920
    /// Most bytes that TLS itself says on a connection that is open while the other side takes nothing: each change of keys that
    /// it asks for is answered (RFC 8446, 4.6.3), and it may ask without end.
    package static let mostSaid = 16_384
    /// Illegal parameter, fatal (RFC 8446, 6), as one record.
    private static let refusal: StaticString = "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{2f}"

    private let session: OpaquePointer
    /// Of the client's hellos, where we are the server.
    private var hello: HelloBound?
    /// How much of the input that comes next has been looked at.
    private var lookedAt = 0
    /// Whether the handshake is over.
    package private(set) var isEstablished = false

    init(_ session: OpaquePointer, bounding hello: HelloBound? = nil) {
        self.session = session
        self.hello = hello
    }

    deinit { tls_session_destroy(self.session) }

    /// Whether it goes on from an earlier session.
    package var isResumed: Bool { tls_session_is_resumed(self.session) }

    /// What the other side has shown; `nil` when nothing, or before the handshake is over.
    package var peer: PeerCertificate? {
        guard self.isEstablished, let certificate = tls_session_peer(self.session) else { return nil }
        defer { tls_certificate_release(certificate) }
        return PeerCertificate(certificate)
    }

    /// What was found wrong with the other side's certificate; `nil` for nothing.
    package var problem: String? { tls_session_problem(self.session).map { String(cString: $0) } }

    /// The fatal alert that the other side has sent (RFC 8446, 6.2), where we have begun; `nil` for none.
    package var alert: UInt8? {
        let alert = tls_session_alert(self.session)
        return alert == 0 ? nil : alert
    }

    /// The same with its kind.
    package var certificateProblem: CertificateProblem? {
        let kind: CertificateProblem.Kind
        switch tls_session_problem_kind(self.session) {
        case TLS_CERTIFICATE_GOOD: return nil
        case TLS_CERTIFICATE_UNTRUSTED: kind = .untrusted
        case TLS_CERTIFICATE_OTHER_NAME: kind = .otherName
        case TLS_CERTIFICATE_ENDED: kind = .ended
        case TLS_CERTIFICATE_NOT_YET_VALID: kind = .notYetValid
        default: kind = .other
        }
        return CertificateProblem(kind: kind, text: self.problem ?? "it cannot be verified")
    }

    /// Shakes hands, as far as the input goes. Takes what it reads off the input, and adds what it writes to `written`.
    package mutating func shakeHands(
        _ input: inout UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) -> Outcome {
        guard self.admits(input) else { return self.refuse(output, &written) }
        let outcome = self.exchange(&input, output, &written) { tls_session_handshake($0, $1) }
        self.lookedAt = input.count
        if tls_session_is_before_13(self.session) { self.hello = nil }
        if case .done = outcome { self.isEstablished = true }
        return outcome
    }

    private mutating func admits(_ input: UnsafeRawBufferPointer) -> Bool {
        let new = UnsafeRawBufferPointer(rebasing: input.dropFirst(self.lookedAt))
        return self.hello?.admits(new) ?? true
    }

    private func refuse(_ output: UnsafeMutableRawBufferPointer, _ written: inout Int) -> Outcome {
        Self.refusal.withUTF8Buffer { alert in
            guard output.count - written >= alert.count else { return }
            UnsafeMutableRawBufferPointer(rebasing: output.dropFirst(written)).copyBytes(from: alert)
            written += alert.count
        }
        return .failed
    }

    /// Opens what came into `plain`, as much as fits, and adds to `count`.
    package mutating func open(
        _ input: inout UnsafeRawBufferPointer, into plain: UnsafeMutableRawBufferPointer, _ count: inout Int,
        to output: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) -> Outcome {
        guard let room = plain.baseAddress, count < plain.count else { return .done }
        var opened = 0
        let outcome = self.exchange(&input, output, &written) { session, wire in
            tls_session_read(
                session, wire, (room + count).assumingMemoryBound(to: UInt8.self), plain.count - count, &opened)
        }
        count += opened
        return outcome
    }

    /// Room for so many plain bytes once they are sealed, and for a message or two of TLS itself.
    package static func sealedRoom(for count: Int) -> Int { count + (count / 16_384 + 2) * 256 }

    /// Seals bytes; there has to be `sealedRoom` for them.
    package mutating func seal(
        _ plain: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) -> Outcome {
        guard let bytes = plain.baseAddress else { return .done }
        var input = UnsafeRawBufferPointer(start: nil, count: 0)
        var taken = 0
        let outcome = self.exchange(&input, output, &written) { session, wire in
            tls_session_write(session, wire, bytes.assumingMemoryBound(to: UInt8.self), plain.count, &taken)
        }
        return taken == plain.count ? .done : outcome
    }

    /// Says that nothing more comes (close_notify).
    package mutating func end(to output: UnsafeMutableRawBufferPointer, _ written: inout Int) {
        var input = UnsafeRawBufferPointer(start: nil, count: 0)
        _ = self.exchange(&input, output, &written) { session, wire in
            tls_session_end(session, wire)
            return TLS_DONE
        }
    }

    private func exchange(
        _ input: inout UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer, _ written: inout Int,
        _ call: (OpaquePointer, UnsafeMutablePointer<tls_wire>) -> tls_status
    ) -> Outcome {
        var wire = tls_wire(
            input: input.baseAddress?.assumingMemoryBound(to: UInt8.self), input_count: input.count,
            output: output.baseAddress?.assumingMemoryBound(to: UInt8.self), output_room: output.count,
            output_count: written)
        let status = call(self.session, &wire)
        input = UnsafeRawBufferPointer(start: wire.input, count: wire.input_count)
        written = wire.output_count
        switch status {
        case TLS_DONE: return .done
        case TLS_WANTS_INPUT: return .needsInput
        case TLS_WANTS_ROOM: return .needsRoom
        case TLS_ENDED: return .ended
        default: return .failed
        }
    }
}
