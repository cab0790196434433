import Backups
import Cryptography
import Keys
import SQLiteStorage

/// A backup as a file: header, slots, manifest, sealed stream; and a segment that follows on it. The first byte says what the
/// rest is.
enum BackupFileTarget {
    private static let rootKey = RootKey(randomBytes: { .init(repeating: 9, count: $0) })
    private static let header = BackupHeader(
        checkValue: rootKey.checkValue, slots: [.init(number: 0, kind: "file", wrapped: [1, 2, 3])])

    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let rest = Array(bytes.dropFirst())
        switch (first < 0xc0, first % 3) {
        case (true, 0): self.readHeader(rest)
        case (true, 1): self.readContents(rest)
        case (true, _): self.change(rest)
        case (false, 0): self.readCommits(rest)
        case (false, _): self.changeSegment(rest)
        }
        return 0
    }

    /// What is read is written back byte for byte; nothing behind a strange header opens.
    private static func readHeader(_ bytes: [UInt8]) {
        guard let (header, rest) = self.split(bytes) else { return }
        let again = BackupHeader(checkValue: header.checkValue, slots: header.slots)
        precondition(again.bytes == header.bytes, "a header is written as it was read")
        precondition((1...RootKeySlot.most).contains(header.slots.count), "slots are bounded")
        precondition(self.open(header, rest) == nil, "a backup was forged")
    }

    /// Whoever has the root key may have sealed anything: a strange manifest is refused, and a whole backup holds what its
    /// manifest tells of.
    private static func readContents(_ contents: [UInt8]) {
        let header = self.header.bytes
        let context = AssociatedContext(
            tenant: "installation", objectType: "backup",
            objectID: SHA256Hash.digest(of: header.span).hexadecimal, objectVersion: 1,
            purpose: RootKeyPurpose.backup.rawValue, keyID: "root")
        var sealer = StreamSealer(
            key: self.rootKey.subkey(.backup), context: context, randomBytes: { .init(repeating: 1, count: $0) })
        var stream = sealer.header
        do throws(CryptographyError) {
            stream += try sealer.append(contents.span)
            stream += try sealer.finish()
        } catch {
            preconditionFailure("what is short enough can be sealed")
        }
        guard let opened = self.open(self.header, stream) else { return }
        let (database, manifest) = opened
        precondition(manifest.databaseLength == UInt64(database.count), "the length is that of the database")
        let hash = SHA256Hash.digest(of: database.span)
        precondition(manifest.databaseHash == hash, "the hash is that of the database")
    }

    /// A backup opens as what it was made of; with one byte of it changed, or cut anywhere, it does not.
    private static func change(_ bytes: [UInt8]) {
        guard bytes.count >= 5 else { return }
        let database = Array(bytes[5...])
        let file = self.backup(of: database)
        guard let (header, rest) = self.split(file), let whole = self.open(header, rest) else {
            preconditionFailure("a backup opens")
        }
        precondition(whole.database == database, "a backup opens as what it was made of")
        let place = (Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])) % file.count
        var changed = bytes[3] < 0x80 ? file : Array(file[..<place])
        if bytes[3] < 0x80 { changed[place] ^= max(bytes[4], 1) }
        let opened = self.split(changed).flatMap { self.open($0.header, $0.rest) }
        precondition(opened == nil, "a changed backup was taken for whole")
    }

    /// Commits that are read are written back byte for byte.
    private static func readCommits(_ bytes: [UInt8]) {
        guard let commits = PageCommit.read(bytes), commits.allSatisfy({ !$0.pages.isEmpty }) else { return }
        precondition(commits.flatMap(\.bytes) == bytes, "commits are written as they were read")
    }

    /// A segment opens as what it was made of; with one byte of it changed, or cut anywhere, it does not.
    private static func changeSegment(_ bytes: [UInt8]) {
        guard bytes.count >= 5 else { return }
        let commits = Array(bytes[5...])
        let place = BackupSegment.Place(
            chain: String(repeating: "5e", count: 16), number: UInt64(bytes[0]), previous: BackupSegment.Place.beginning
        )
        do throws(CryptographyError) {
            let file = try BackupSegment.seal(
                commits, at: place, rootKey: self.rootKey, randomBytes: { .init(repeating: 1, count: $0) })
            precondition(self.opened(file, place) == commits, "a segment opens as what it was made of")
            let spot = (Int(bytes[1]) << 8 | Int(bytes[2])) % file.count
            var changed = bytes[3] < 0x80 ? file : Array(file[..<spot])
            if bytes[3] < 0x80 { changed[spot] ^= max(bytes[4], 1) }
            precondition(self.opened(changed, place) == nil, "a changed segment was taken for whole")
            precondition(self.opened(bytes, place) == nil, "a segment was forged")
        } catch {
            preconditionFailure("what is short enough can be sealed")
        }
    }

    private static func opened(_ file: [UInt8], _ place: BackupSegment.Place) -> [UInt8]? {
        do throws(BackupFault) {
            return try BackupSegment.open(file, at: place, rootKey: self.rootKey)
        } catch {
            return nil
        }
    }

    private static func backup(of database: [UInt8]) -> [UInt8] {
        let manifest = BackupManifest(
            createdAt: .init(milliseconds: 1_780_000_000_123), version: "1", storeFormat: 1,
            log: .init(size: 7, root: .zero, checkpoint: nil), databaseLength: UInt64(database.count),
            databaseHash: SHA256Hash.digest(of: database.span))
        do throws(CryptographyError) {
            var sealer = try BackupSealer(
                header: self.header, manifest: manifest, rootKey: self.rootKey,
                randomBytes: { .init(repeating: 1, count: $0) })
            let beginning = sealer.beginning
            return try beginning + sealer.append(database.span) + sealer.finish()
        } catch {
            preconditionFailure("what is short enough can be sealed")
        }
    }

    private static func split(_ file: [UInt8]) -> (header: BackupHeader, rest: [UInt8])? {
        let prefix = Array(file.prefix(BackupHeader.prefixLength))
        guard let length = try? BackupHeader.bodyLength(after: prefix) else { return nil }
        let start = min(prefix.count + length, file.count)
        let header = try? BackupHeader(prefix: prefix, body: Array(file[prefix.count..<start]))
        return header.map { ($0, Array(file[start...])) }
    }

    /// `nil` for what is not whole.
    private static func open(
        _ header: BackupHeader, _ rest: [UInt8]
    ) -> (database: [UInt8], manifest: BackupManifest)? {
        do throws(BackupFault) {
            let streamHeader = Array(rest.prefix(BackupOpener.streamHeaderLength))
            var opener = try BackupOpener(header: header, streamHeader: streamHeader, rootKey: self.rootKey)
            var database: [UInt8] = []
            for start in stride(from: streamHeader.count, to: rest.count, by: 999) {
                database += try opener.append(rest.span.extracting(start..<min(rest.count, start + 999)))
            }
            let last = try opener.finish()
            return (database + last.rest, last.manifest)
        } catch {
            return nil
        }
    }
}
