import Backups
import Cryptography
import Keys
import TestKit
import Testing

@Suite struct BackupFormatTests {
    private static let chunk = BackupOpener.pieceLength

    @Test(arguments: [0, 1, 65_000, 65_536, 200_000, 655_360])
    func `what was sealed is opened, in pieces of any size`(length: Int) async throws {
        let sample = try await BackupSample(length: length)
        let file = try sample.sealed()
        for step in [1 << 20, 100_000, 65_536, 997] {
            let opened = try BackupSample.open(file, sample.rootKey, step: step)
            #expect(opened.database == sample.database)
            #expect(opened.manifest == sample.manifest)
        }
    }

    @Test func `any slot in the header gives the key that opens the rest`() async throws {
        let sample = try await BackupSample(length: 1000)
        let file = try sample.sealed()
        let prefix = Array(file.prefix(BackupHeader.prefixLength))
        let length = try BackupHeader.bodyLength(after: prefix)
        let header = try BackupHeader(prefix: prefix, body: Array(file[prefix.count..<(prefix.count + length)]))
        #expect(header == sample.header)
        let passphrase = try Passphrase(SecretBytes(copying: Array("correct horse battery".utf8).span))
        let opening = await SlotOpening.attempt(
            header.slots, checkValue: header.checkValue,
            providers: [PassphraseProvider(passphrase: passphrase, randomBytes: SecureRandom.system)])
        guard case .opened(let rootKey) = opening.step else {
            Issue.record("no slot opened")
            return
        }
        #expect(try BackupSample.open(file, rootKey).database == sample.database)
    }

    @Test func `a header that says another length than it has is refused`() async throws {
        let header = try await BackupSample(length: 0).header
        let prefix = Array(header.bytes.prefix(BackupHeader.prefixLength))
        let body = Array(header.bytes.dropFirst(BackupHeader.prefixLength))
        var longer = prefix
        longer[11] = 7
        #expect(throws: BackupFault.self) { try BackupHeader(prefix: longer, body: body) }
        #expect(throws: BackupFault.self) { try BackupHeader(prefix: prefix, body: body + [0]) }
    }

    @Test func `a file cut off anywhere is refused where it ends`() async throws {
        let sample = try await BackupSample(length: 150_000)
        let file = try sample.sealed()
        let start = sample.header.bytes.count + BackupOpener.streamHeaderLength
        let edges = [start + Self.chunk, start + 2 * Self.chunk].flatMap { [$0 - 1, $0, $0 + 1] }
        for length in Array(0...(start + 20)) + edges + [file.count - 17, file.count - 1] {
            let fault = try #require(sample.fault(Array(file.prefix(length))), "\(length) bytes were accepted")
            #expect(fault.offset <= UInt64(length))
        }
        #expect(sample.fault(Array(file.prefix(start + Self.chunk)))?.code == .cutOff)
    }

    @Test func `a changed byte in any region is refused, and the chunk it stands in is named`() async throws {
        let sample = try await BackupSample(length: 150_000)
        let file = try sample.sealed()
        let start = sample.header.bytes.count + BackupOpener.streamHeaderLength
        var generator = SeededGenerator(seed: 4)
        let within = (0..<60).map { _ in Int.random(in: start..<file.count, using: &generator) }
        for place in Array(0..<start) + within + [file.count - 1] {
            var changed = file
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let fault = try #require(sample.fault(changed), "a change of byte \(place) was accepted")
            guard place >= start else { continue }
            #expect(fault.code == .damaged)
            #expect(fault.offset == UInt64(start + (place - start) / Self.chunk * Self.chunk))
        }
    }

    @Test func `chunks moved, repeated or taken from another backup are refused`() async throws {
        let sample = try await BackupSample(length: 300_000)
        let (file, other) = (try sample.sealed(), try sample.sealed())
        let start = sample.header.bytes.count + BackupOpener.streamHeaderLength
        let pieces = stride(from: start, to: file.count, by: Self.chunk).map {
            Array(file[$0..<min(file.count, $0 + Self.chunk)])
        }
        let head = Array(file.prefix(start))
        var swapped = pieces
        swapped.swapAt(0, 1)
        var repeated = pieces
        repeated.insert(pieces[1], at: 1)
        var shorter = pieces
        shorter.remove(at: 2)
        var foreign = pieces
        foreign[1] = Array(other[(start + Self.chunk)..<(start + 2 * Self.chunk)])
        for changed in [swapped, repeated, shorter, foreign, pieces + [[0]]] {
            #expect(sample.fault(head + changed.flatMap(\.self))?.code == .damaged)
        }
    }

    @Test func `another root key, another program's file and a later format are told apart`() async throws {
        let sample = try await BackupSample(length: 10)
        let file = try sample.sealed()
        #expect(throws: BackupFault.self) {
            try BackupSample.open(file, RootKey(randomBytes: SecureRandom.system))
        }
        let stranger = try await BackupSample(length: 10)
        #expect(stranger.fault(file)?.code == .wrongRootKey)
        #expect(sample.fault(Array("SQLite format 3".utf8))?.code == .foreign)
        #expect(sample.fault([])?.code == .cutOff)
        var later = file
        later[8] = 2
        #expect(sample.fault(later)?.code == .newerFormat)
    }

    @Test func `a database that is not the one of the manifest is refused`() async throws {
        let sample = try await BackupSample(length: 1000)
        let manifest = sample.manifest
        for (length, hash) in [(UInt64(999), manifest.databaseHash), (1000, SHA256Hash.digest(of: [UInt8]().span))] {
            let lie = BackupManifest(
                createdAt: manifest.createdAt, version: manifest.version, storeFormat: manifest.storeFormat,
                log: manifest.log, databaseLength: length, databaseHash: hash)
            #expect(sample.fault(try sample.sealed(lie))?.code == .damaged)
        }
    }

    @Test func `no bytes at all make the reader trap`() async throws {
        let sample = try await BackupSample(length: 10)
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<3000 {
            var bytes = sample.header.bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 8..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes += (0..<Int.random(in: 0...200, using: &generator)).map { _ in 7 }
            #expect(sample.fault(bytes) != nil)
        }
    }
}
