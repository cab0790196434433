import Cryptography
import Keys
import TestKit
import Testing

@Suite struct HMACKeyTests {
    /// A test case of RFC 4231, section 4.
    struct Vector: Sendable {
        let key: [UInt8]
        let data: [UInt8]
        let code: String
    }

    static let vectors: [Vector] = [
        .init(
            key: .init(repeating: 0x0b, count: 20), data: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        .init(
            key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        .init(
            key: .init(repeating: 0xaa, count: 20), data: .init(repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        .init(
            key: Array(1...25), data: .init(repeating: 0xcd, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        .init(
            key: .init(repeating: 0xaa, count: 131),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        .init(
            key: .init(repeating: 0xaa, count: 131),
            data: Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. The key needs to \
                be hashed before being used by the HMAC algorithm.
                """.utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test(arguments: vectors) func `the vectors of RFC 4231 hold`(vector: Vector) {
        #expect(HMACKey(vector.key).code(vector.data).hexadecimal == vector.code)
    }

    @Test func `a key works the same from an array and from secret bytes`() {
        let key = [UInt8](repeating: 7, count: 32)
        let secret = SecretBytes(copying: key)
        let data: [UInt8] = [1, 2, 3]
        #expect(HMACKey(secret).code(data) == HMACKey(key).code(data))
    }

    @Test func `an empty key and empty data are an HMAC too`() {
        let code = HMACKey([]).code([])
        #expect(code.hexadecimal == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `where the runs are cut does not change the code`() {
        var generator = SeededGenerator(seed: 4231)
        for length in [0, 1, 63, 64, 65, 200] {
            let key = HMACKey(generator.bytes(32))
            let data = generator.bytes(length)
            let whole = key.code(data)
            for _ in 0..<20 {
                let first = Int.random(in: 0...length, using: &generator)
                let second = Int.random(in: first...length, using: &generator)
                let (a, b, c) = (Array(data[..<first]), Array(data[first..<second]), Array(data[second...]))
                #expect(key.code(a, b, c) == whole)
                let rest = b + c
                #expect(key.code(a, rest) == whole)
            }
        }
    }

    @Test func `a key gives the same code at every call, from every thread`() async {
        let key = HMACKey([UInt8](repeating: 9, count: 32))
        let data = [UInt8](repeating: 3, count: 59)
        let expected = key.code(data)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2000).allSatisfy { _ in key.code(data) == expected } }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test func `a code holds for its own bytes alone`() {
        let key = HMACKey([UInt8](repeating: 1, count: 32))
        let data: [UInt8] = [1, 2, 3, 4]
        let code = key.code(data)
        #expect(key.isValid(code, for: data))
        for index in data.indices {
            var changed = data
            changed[index] ^= 1
            #expect(!key.isValid(code, for: changed))
        }
        #expect(!HMACKey([UInt8](repeating: 2, count: 32)).isValid(code, for: data))
    }
}
