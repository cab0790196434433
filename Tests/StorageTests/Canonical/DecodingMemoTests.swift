import Cryptography
import Keys
import TestKit
import Testing

@testable import Storage

@Suite struct DecodingMemoTests {
    @Test func `keys read one after the other are the keys that were written, alike or not`() throws {
        var samples = RecordSamples(seed: 510)
        let (project, environment) = (samples.id(ProjectKind.self), samples.id(EnvironmentKind.self))
        let kinds = (0..<20).map { _ in samples.key(in: project, environment) }
        var memo = KeyRecordMemo()
        for index in 0..<400 {
            let key = kinds[(index * 7 + index / 20) % kinds.count]
            let content = key.canonicalBytes
            let read = try CanonicalDecoder.decode(content) { (decoder) throws(CryptographyError) in
                try KeyRecord(from: &decoder, recalling: &memo)
            }
            #expect(read == key)
        }
    }

    @Test func `a content cut short or changed is refused with a memory as it is without`() throws {
        var samples = RecordSamples(seed: 511)
        let key = samples.key(in: samples.id(), samples.id())
        let content = key.canonicalBytes
        var memo = KeyRecordMemo()
        for index in content.indices {
            _ = try CanonicalDecoder.decode(content) { (decoder) throws(CryptographyError) in
                try KeyRecord(from: &decoder, recalling: &memo)
            }
            var changed = content
            changed[index] ^= 0x81
            for bytes in [Array(content[..<index]), changed] {
                let alone = try? KeyRecord(canonicalBytes: bytes)
                let recalled = try? CanonicalDecoder.decode(bytes) { (decoder) throws(CryptographyError) in
                    try KeyRecord(from: &decoder, recalling: &memo)
                }
                #expect(alone == recalled)
            }
        }
    }
}
