import Cryptography

/// A sealed stream, as backups are: whatever arrives, in whatever pieces, what comes out is a beginning of what was sealed.
/// The first byte says how the rest is used.
enum BackupTarget {
    private static let key = HeldSecret(SecretBytes(copying: [UInt8](repeating: 9, count: 32).span))
    private static let context = AssociatedContext(
        tenant: "t", objectType: "backup", objectID: "i", objectVersion: 1, purpose: "p", keyID: "k")

    static func run(_ bytes: [UInt8]) -> Int32 {
        guard bytes.count >= 8 else { return 0 }
        let (kind, numbers, rest) = (bytes[0], bytes[1..<8].map(Int.init), Array(bytes[8...]))
        // Long enough for chunks to have neighbours.
        let plaintext = Array(repeatElement(rest, count: kind < 0x80 ? 1 : 200_000 / max(rest.count, 1)).joined())
        let sealed = self.seal(plaintext)
        precondition(self.open(sealed, step: numbers[0] << 8 | 1) == plaintext, "a stream opens as what was sealed")
        let changed = self.change(sealed, kind, numbers, rest)
        let opened = self.open(changed, step: max(1, numbers[6] << 4))
        precondition(opened == nil || changed == sealed, "a changed stream was taken for whole")
        return 0
    }

    private static func change(_ sealed: [UInt8], _ kind: UInt8, _ numbers: [Int], _ rest: [UInt8]) -> [UInt8] {
        let places = [0, 3].map { (numbers[$0] << 16 | numbers[$0 + 1] << 8 | numbers[$0 + 2]) % sealed.count }
        let (start, end) = (places.min() ?? 0, places.max() ?? 0)
        switch kind % 6 {
        case 0: return Array(sealed[..<end])
        case 1: return Array(sealed[..<start] + sealed[end...])
        case 2: return Array(sealed[..<end] + sealed[start...])
        case 3: return sealed + rest
        case 4: return rest
        default:
            var changed = sealed
            changed[end] ^= 1 << UInt8(numbers[6] % 8)
            return changed
        }
    }

    private static func seal(_ plaintext: [UInt8]) -> [UInt8] {
        var sealer = StreamSealer(
            key: self.key.bytes, context: self.context, randomBytes: { .init(repeating: 1, count: $0) })
        var sealed = sealer.header
        do throws(CryptographyError) {
            sealed += try sealer.append(plaintext.span)
            sealed += try sealer.finish()
        } catch {
            preconditionFailure("what is short enough can be sealed")
        }
        return sealed
    }

    /// `nil` for what is not whole.
    private static func open(_ sealed: [UInt8], step: Int) -> [UInt8]? {
        do throws(CryptographyError) {
            let header = Array(sealed.prefix(SealedStream.headerLength))
            var opener = try StreamOpener(header: header, key: self.key.bytes, context: self.context)
            var plaintext: [UInt8] = []
            var position = header.count
            while position < sealed.count {
                let end = min(sealed.count, position + step)
                plaintext += try opener.append(sealed.span.extracting(position..<end))
                position = end
            }
            return try plaintext + opener.finish()
        } catch {
            return nil
        }
    }
}
