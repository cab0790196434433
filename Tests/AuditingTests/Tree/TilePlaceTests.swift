import Auditing
import Keys
import TestKit
import Testing

@Suite struct TilePlaceTests {
    @Test(
        arguments: [
            ("tile/0/000", 0, 0, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256), ("tile/1/000.p/1", 1, 0, 1),
            ("tile/7/999.p/255", 7, 999, 255), ("tile/0/x001/000.p/17", 0, 1000, 17),
            ("tile/0/x018/x446/x744/x073/x709/x551/615", 0, UInt64.max, 256),
        ] as [(String, UInt8, UInt64, UInt16)])
    func `a path names a tile`(path: String, level: UInt8, number: UInt64, width: UInt16) {
        let place = TilePlace(level: level, number: number, width: width)
        #expect(place.path == path)
        #expect(TilePlace(path: path) == place)
        #expect(place.isFull == (width == 256))
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/8/000", "tile/00/000",
        "tile/+1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000.p/",
        "tile/0/x000/000", "tile/0/001/000", "tile/0/x001/x000", "tile/0/x01/000", "tile/0/X001/000",
        "tile/0/x001/000/", "tile/0//000", "/tile/0/000", "tile/0/000.p/1/2", "tile/0/../000", "tile/0/-01",
        "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/٠٠٠",
        "tile/entries/000", "tile/0/000.p/+5", "tile/0/000.p/5 ", "tile/0/\(String(repeating: "x000/", count: 50))000",
    ])
    func `other paths name none`(path: String) {
        #expect(TilePlace(path: path) == nil)
    }

    @Test(
        arguments: [("tile/entries/000", 0, 256), ("tile/entries/x001/234.p/5", 1234, 5)] as [(String, UInt64, UInt16)])
    func `a path names a bundle`(path: String, number: UInt64, width: UInt16) {
        let place = EntriesPlace(number: number, width: width)
        #expect(place.path == path)
        #expect(EntriesPlace(path: path) == place)
        #expect(TilePlace(path: path) == nil)
    }

    @Test(arguments: [
        "", "tile/entries", "tile/entries/", "tile/0/000", "tile/entries/000.p/0", "tile/entries/000.p/256",
    ])
    func `other paths name no bundle`(path: String) {
        #expect(EntriesPlace(path: path) == nil)
    }

    /// The example of C2SP tlog-tiles: a tree of 70,000.
    @Test func `a tree has the tiles of the specification's example`() {
        func width(_ level: UInt8, _ number: UInt64) -> UInt16? {
            TilePlace(level: level, number: number, inTreeOf: 70_000)?.width
        }
        #expect((0..<273).allSatisfy { width(0, $0) == 256 })
        #expect(width(0, 273) == 112)
        #expect(width(0, 274) == nil)
        #expect(width(1, 0) == 256)
        #expect(width(1, 1) == 17)
        #expect(width(1, 2) == nil)
        #expect(width(2, 0) == 1)
        #expect(width(2, 1) == nil)
        #expect(width(3, 0) == nil)
        #expect(TilePlace(level: 1, number: 0, inTreeOf: 256)?.width == 1)
        #expect(EntriesPlace(number: 273, inTreeOf: 70_000) == .init(number: 273, width: 112))
        #expect(EntriesPlace(number: 274, inTreeOf: 70_000) == nil)
    }

    @Test func `no level, number and size trap`() {
        for number in [0, 1, .max >> 8, .max] as [UInt64] {
            for size in [0, 1, .max] as [UInt64] {
                for level in [0, 7, 8, 255] as [UInt8] {
                    let place = TilePlace(level: level, number: number, inTreeOf: size)
                    #expect(place == nil || place?.level == level)
                }
            }
        }
    }

    @Test func `random places are read back from their paths, and disturbed paths are none or other ones`() {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<2000 {
            let place = TilePlace(
                level: UInt8(generator.number(below: 8)), number: generator.next() >> generator.next() % 64,
                width: UInt16(generator.number(below: 256) + 1))
            #expect(TilePlace(path: place.path) == place)
            var bytes = Array(place.path.utf8)
            SignedNoteTests.disturb(&bytes, &generator)
            let text = String(decoding: bytes, as: UTF8.self)
            if let other = TilePlace(path: text) { #expect(other.path == text) }
        }
    }
}

@Suite struct EntryBundleTests {
    @Test func `entries go there and back`() {
        let entries: [[UInt8]] = [[], [1], .init(repeating: 7, count: 65_535), Array("entry".utf8)]
        let bytes = EntryBundle.bytes(of: entries)
        #expect(bytes?.prefix(5) == [0, 0, 0, 1, 1])
        #expect(EntryBundle.entries(in: bytes ?? []) == entries)
        #expect(EntryBundle.entries(in: []) == [])
    }

    @Test func `an entry beyond 16 bits of length fits in none`() {
        #expect(EntryBundle.bytes(of: [.init(repeating: 7, count: EntryBundle.longestEntry + 1)]) == nil)
    }

    @Test func `bytes that end within an entry are no bundle`() {
        let whole = EntryBundle.bytes(of: [[1, 2], [3]]) ?? []
        let ends = whole.indices.filter { EntryBundle.entries(in: Array(whole[..<$0])) != nil }
        #expect(ends == [0, 4])
        #expect(EntryBundle.entries(in: .init(repeating: 0, count: 512))?.count == 256)
        #expect(EntryBundle.entries(in: .init(repeating: 0, count: 514)) == nil)
    }
}

@Suite struct TileHashesTests {
    @Test func `hashes go there and back`() {
        let hashes = sampleLeaves(256).map { leafHash($0) }
        let bytes = TileHashes.bytes(of: hashes)
        #expect(bytes.count == 8192)
        #expect(Array(bytes[32..<64]) == hashes[1].bytes)
        #expect(TileHashes.hashes(in: bytes) == hashes)
    }

    @Test func `another number of bytes is no tile`() {
        for count in [0, 1, 31, 33, 8191, 8224] {
            #expect(TileHashes.hashes(in: .init(repeating: 0, count: count)) == nil)
        }
    }
}
