package import Cryptography
import Keys

/// Reads a backup piece by piece, once its header is read and the root key is known. Holds some hundred kilobytes at any
/// time.
///
/// What it gives of the database is genuine as far as it goes; that it is all of it, only `finish` tells.
package struct BackupOpener: ~Copyable {
    /// Bytes of the stream's own header, which follow the backup's.
    package static let streamHeaderLength = SealedStream.headerLength
    /// One sealed chunk.
    package static let pieceLength = SealedStream.chunkLength + AES256GCM.tagLength

    private var stream: StreamOpener
    private var contents = BackupContents()
    /// Where in the file the first chunk stands.
    private let firstChunk: UInt64

    /// What the backup says of itself; known with the first piece of the database.
    package var manifest: BackupManifest? { self.contents.manifest }

    package init(header: BackupHeader, streamHeader: [UInt8], rootKey: RootKey) throws(BackupFault) {
        self.stream = try Self.stream(behind: header, streamHeader, rootKey)
        self.firstChunk = UInt64(header.bytes.count + Self.streamHeaderLength)
    }

    private static func stream(
        behind header: BackupHeader, _ streamHeader: [UInt8], _ rootKey: RootKey
    ) throws(BackupFault) -> StreamOpener {
        let start = UInt64(header.bytes.count)
        guard rootKey.checkValue.equalsInConstantTime(header.checkValue) else {
            throw .init(
                .wrongRootKey, at: UInt64(BackupHeader.prefixLength), "the backup was made under another root key")
        }
        guard streamHeader.count == self.streamHeaderLength else {
            throw .init(.cutOff, at: start + UInt64(streamHeader.count), "the backup is cut off within its header")
        }
        do throws(CryptographyError) {
            return try StreamOpener(header: streamHeader, key: rootKey.subkey(.backup), context: header.context)
        } catch {
            throw .init(.damaged, at: start, "the header of the backup was changed")
        }
    }

    /// Takes more of the file and gives the bytes of the database in it.
    package mutating func append(_ bytes: Span<UInt8>) throws(BackupFault) -> [UInt8] {
        var database: [UInt8] = []
        // Each step opens at most one chunk, so that a refusal is known to be about that one.
        var taken = 0
        while taken < bytes.count {
            let end = min(bytes.count, taken + Self.pieceLength)
            let plaintext: [UInt8]
            do throws(CryptographyError) {
                plaintext = try self.stream.append(bytes.extracting(taken..<end))
            } catch {
                throw Self.refusal(error, at: self.chunk)
            }
            database += try self.contents.take(plaintext)
            taken = end
        }
        return database
    }

    /// The last bytes of the database.
    package consuming func finish() throws(BackupFault) -> (rest: [UInt8], manifest: BackupManifest) {
        var contents = self.contents
        let chunk = self.chunk
        let plaintext: [UInt8]
        do throws(CryptographyError) {
            plaintext = try self.stream.finish()
        } catch {
            throw Self.refusal(error, at: chunk)
        }
        let rest = try contents.take(plaintext)
        return (rest, try contents.whole(endingAt: chunk))
    }

    /// Where the chunk stands that is opened next.
    private var chunk: UInt64 {
        self.firstChunk + self.contents.length / UInt64(SealedStream.chunkLength) * UInt64(Self.pieceLength)
    }

    private static func refusal(_ error: CryptographyError, at offset: UInt64) -> BackupFault {
        guard error.code == .streamCutOff else {
            return .init(.damaged, at: offset, "a part of the backup was changed, moved or repeated")
        }
        return .init(.cutOff, at: offset, "the backup is cut off: its end is missing")
    }
}
