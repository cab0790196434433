package import Cryptography
package import Keys

/// What stands before the sealed part of a backup, in clear: how to get at the root key.
///
/// ```
/// offset  bytes  what
///      0      8  "GHBACKUP"
///      8      1  format: 1
///      9      4  length of what follows up to the sealed stream, big-endian: n
///     13     32  check value of the root key
///     45  n - 32  the slots of the root key, in canonical encoding: their count, then of each its number (a byte), its
///                share (a byte), its kind (text) and what its provider wrapped (bytes)
/// 13 + n         the sealed stream (`SealedStream`)
/// ```
///
/// The stream is sealed for this header: with one byte of it changed, the stream does not open.
package struct BackupHeader: Hashable, Sendable {
    /// Bytes before the length is known.
    package static let prefixLength = 13

    private static let magic = Array("GHBACKUP".utf8)
    private static let format: UInt8 = 1
    /// Sixteen slots take some three kilobytes.
    private static let longestBody = 1 << 16
    private static let longestSlot: Int = 4096

    package let checkValue: Digest256
    package let slots: [RootKeySlot]
    /// All of the header.
    package let bytes: [UInt8]

    package init(checkValue: Digest256, slots: [RootKeySlot]) {
        var body = CanonicalEncoder(capacity: 512)
        body.append(checkValue)
        body.append(slots) { encoder, slot in
            encoder.append(slot.number)
            encoder.append(slot.share.code)
            encoder.append(slot.kind)
            encoder.append(slot.wrapped)
        }
        let length = UInt32(clamping: body.bytes.count)
        self.checkValue = checkValue
        self.slots = slots
        self.bytes =
            Self.magic + [Self.format] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body.bytes
    }

    /// How many bytes of header follow the first `prefixLength`.
    package static func bodyLength(after prefix: [UInt8]) throws(BackupFault) -> Int {
        guard prefix.starts(with: Self.magic) else {
            guard prefix.count < Self.magic.count, Self.magic.starts(with: prefix) else {
                throw .init(.foreign, at: 0, "the file is no backup of Gatehouse")
            }
            throw .init(.cutOff, at: UInt64(prefix.count), "the backup is cut off within its header")
        }
        guard prefix.count == Self.prefixLength else {
            throw .init(.cutOff, at: UInt64(prefix.count), "the backup is cut off within its header")
        }
        guard prefix[8] == Self.format else {
            throw .init(.newerFormat, at: 8, "the backup is of format \(prefix[8]), which this version does not read")
        }
        let length = prefix[9...].reduce(0) { $0 << 8 | Int($1) }
        guard (33...Self.longestBody).contains(length) else {
            throw .init(.damaged, at: 9, "the header of the backup has an impossible length")
        }
        return length
    }

    /// Reads a header whose body has the length that `bodyLength` told.
    package init(prefix: [UInt8], body: [UInt8]) throws(BackupFault) {
        guard try Self.bodyLength(after: prefix) == body.count else {
            throw .init(.cutOff, at: UInt64(prefix.count + body.count), "the backup is cut off within its header")
        }
        do throws(CryptographyError) {
            (self.checkValue, self.slots) = try CanonicalDecoder.decode(body.span) {
                (decoder) throws(CryptographyError) in
                (
                    try decoder.digest(),
                    try decoder.array(atMost: RootKeySlot.most) { (decoder) throws(CryptographyError) in
                        try Self.slot(&decoder)
                    }
                )
            }
        } catch {
            throw .init(.damaged, at: UInt64(Self.prefixLength), "the slots in the backup's header cannot be read")
        }
        guard (1...RootKeySlot.most).contains(self.slots.count) else {
            throw .init(.damaged, at: UInt64(Self.prefixLength), "the backup's header names no slot of the root key")
        }
        self.bytes = prefix + body
    }

    private static func slot(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> RootKeySlot {
        let (number, code) = (try decoder.byte(), try decoder.byte())
        let (kind, wrapped) = (try decoder.text(), try decoder.byteArray())
        guard number < RootKeySlot.most, let share = RootKeyShare(code: code), wrapped.count <= Self.longestSlot else {
            throw CanonicalDecoder.malformed("a slot of the root key")
        }
        return .init(number: number, kind: kind, share: share, wrapped: wrapped)
    }

    /// What the stream behind it is sealed for.
    var context: AssociatedContext {
        .init(
            tenant: "installation", objectType: "backup", objectID: SHA256Hash.digest(of: self.bytes.span).hexadecimal,
            objectVersion: UInt64(Self.format), purpose: RootKeyPurpose.backup.rawValue, keyID: "root")
    }
}
