package import NIOCore
package import TransportSecurity

extension TLSSession {
    /// What came of what was received.
    package enum Progress: Sendable {
        case goesOn
        /// The other side sends no more.
        case ended
        case failed
    }

    /// Room for what TLS itself has to say; a longer chain of certificates takes more rounds.
    static let messageRoom = 4_096
    /// Room for the bytes of one record (RFC 8446, 5.1).
    private static let recordRoom = 16_384

    /// Takes in all that was received: shakes hands as far as that goes, and opens what comes behind. Adds plain bytes to
    /// `opened`, and to `said` what has to be sent, an alert as well.
    package mutating func takeIn(
        _ sealed: ByteBuffer, into opened: inout ByteBuffer, _ said: inout ByteBuffer
    ) -> Progress {
        sealed.withUnsafeReadableBytes { bytes in
            var input = bytes
            while true {
                let outcome =
                    self.isEstablished ? self.open(&input, into: &opened, &said) : self.shakeHands(&input, &said)
                switch outcome {
                // The handshake is over, or there has to be more room.
                case .done, .needsRoom: break
                case .needsInput: return .goesOn
                case .ended: return .ended
                case .failed: return .failed
                }
            }
        }
    }

    private mutating func shakeHands(_ input: inout UnsafeRawBufferPointer, _ said: inout ByteBuffer) -> Outcome {
        var outcome = Outcome.failed
        said.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.messageRoom) { output in
            var written = 0
            outcome = self.shakeHands(&input, to: output, &written)
            return written
        }
        return outcome
    }

    private mutating func open(
        _ input: inout UnsafeRawBufferPointer, into opened: inout ByteBuffer, _ said: inout ByteBuffer
    ) -> Outcome {
        var outcome = Outcome.failed
        said.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.messageRoom) { output in
            var written = 0
            opened.writeWithUnsafeMutableBytes(minimumWritableBytes: Self.recordRoom) { plain in
                var count = 0
                outcome = self.open(&input, into: plain, &count, to: output, &written)
                return count
            }
            return written
        }
        return outcome
    }
}
