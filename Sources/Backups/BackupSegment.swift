package import Cryptography
package import Keys

/// One file of a chain of segments: what was committed after a backup, sealed for its place in the chain.
///
/// ```
/// offset  bytes  what
///      0      8  "GHSEGMNT"
///      8      1  format: 1
///      9     16  the chain
///     25      8  number of the segment in it, from 1, big-endian
///     33     32  SHA-256 of the segment before it; of nothing in the first
///     65     32  check value of the root key
///     97         the sealed stream (`SealedStream`): commits, one behind the other
/// ```
///
/// The stream is sealed for this header: a segment of another place or chain does not open.
package struct BackupSegment: Hashable, Sendable {
    /// Where a segment belongs.
    package struct Place: Hashable, Sendable {
        /// 32 hexadecimal digits.
        package let chain: String
        package let number: UInt64
        /// SHA-256 of the file before it; `beginning` for the first.
        package let previous: Digest256

        package static let beginning: Digest256 = {
            let nothing: [UInt8] = []
            return SHA256Hash.digest(of: nothing.span)
        }()

        package init(chain: String, number: UInt64, previous: Digest256) {
            self.chain = chain
            self.number = number
            self.previous = previous
        }
    }

    private static let magic = Array("GHSEGMNT".utf8)
    private static let format: UInt8 = 1
    private static let headerLength = 97

    /// The file for what was committed.
    package static func seal(
        _ commits: [UInt8], at place: Place, rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) -> [UInt8] {
        let header = self.header(place, rootKey.checkValue)
        var sealer = StreamSealer(
            key: rootKey.subkey(.backup), context: self.context(header, place), randomBytes: randomBytes)
        let beginning = header + sealer.header
        let sealed = try sealer.append(commits.span)
        return beginning + sealed + (try sealer.finish())
    }

    /// What a file holds, when it is the segment of that place.
    package static func open(
        _ file: [UInt8], at place: Place, rootKey: RootKey
    ) throws(BackupFault) -> [UInt8] {
        let header = self.header(place, rootKey.checkValue)
        guard file.count >= header.count + SealedStream.headerLength else {
            throw .init(.cutOff, at: UInt64(file.count), "the segment is cut off within its header")
        }
        guard file.starts(with: self.magic) else { throw .init(.foreign, at: 0, "the file is no segment of a backup") }
        guard file[8] == self.format else {
            throw .init(.newerFormat, at: 8, "the segment is of format \(file[8]), which this version does not read")
        }
        guard let wrong = header.indices.first(where: { header[$0] != file[$0] }) else {
            return try self.open(file, header, place, rootKey)
        }
        switch wrong {
        case ..<25: throw .init(.foreign, at: 9, "the segment is of another chain")
        case ..<33: throw .init(.damaged, at: 25, "the segment is not the one that its name tells of")
        case ..<65: throw .init(.damaged, at: 33, "the segment does not follow on the one before it")
        default: throw .init(.wrongRootKey, at: 65, "the segment was made under another root key")
        }
    }

    private static func open(
        _ file: [UInt8], _ header: [UInt8], _ place: Place, _ rootKey: RootKey
    ) throws(BackupFault) -> [UInt8] {
        let start = header.count + SealedStream.headerLength
        do throws(CryptographyError) {
            var opener = try StreamOpener(
                header: Array(file[header.count..<start]), key: rootKey.subkey(.backup),
                context: self.context(header, place))
            let sealed = Array(file[start...])
            let commits = try opener.append(sealed.span)
            return commits + (try opener.finish())
        } catch {
            guard error.code == .streamCutOff else {
                throw .init(.damaged, at: UInt64(start), "the segment was changed")
            }
            throw .init(.cutOff, at: UInt64(file.count), "the segment is cut off: its end is missing")
        }
    }

    private static func header(_ place: Place, _ checkValue: Digest256) -> [UInt8] {
        let chain = stride(from: 0, to: place.chain.utf8.count, by: 2).map { offset in
            UInt8(place.chain.dropFirst(offset).prefix(2), radix: 16) ?? 0
        }
        let number = (0..<8).reversed().map { UInt8(truncatingIfNeeded: place.number >> UInt64(8 * $0)) }
        let name = Array(chain.prefix(16)) + [UInt8](repeating: 0, count: 16 - min(chain.count, 16))
        return self.magic + [self.format] + name + number + place.previous.bytes + checkValue.bytes
    }

    private static func context(_ header: [UInt8], _ place: Place) -> AssociatedContext {
        .init(
            tenant: "installation", objectType: "backup_segment",
            objectID: SHA256Hash.digest(of: header.span).hexadecimal, objectVersion: UInt64(self.format),
            purpose: RootKeyPurpose.backup.rawValue, keyID: "root")
    }
}
