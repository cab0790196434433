import Cryptography
import Testing

@Suite struct HKDFSHA256Tests {
    /// A test case of RFC 5869, appendix A.
    struct Vector: Sendable {
        let key: [UInt8]
        let salt: [UInt8]
        let info: [UInt8]
        let output: String
    }

    static let vectors: [Vector] = [
        .init(
            key: .init(repeating: 0x0b, count: 22), salt: Array(0...12), info: Array(0xf0...0xf9),
            output: """
                3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
                """),
        .init(
            key: Array(0x00...0x4f), salt: Array(0x60...0xaf), info: Array(0xb0...0xff),
            output: """
                b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
                da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
                """),
        .init(
            key: .init(repeating: 0x0b, count: 22), salt: [], info: [],
            output: """
                8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
                """),
    ]

    @Test(arguments: vectors) func `the vectors of RFC 5869 hold`(vector: Vector) {
        let key = SecretBytes(copying: vector.key)
        let derived = HKDFSHA256.derive(
            from: key, salt: vector.salt, info: vector.info, count: vector.output.utf8.count / 2)
        #expect(hexadecimal(derived.array()) == vector.output)
    }

    @Test func `the longest output is 255 hashes`() {
        let key = SecretBytes(copying: [UInt8](repeating: 1, count: 32))
        let derived = HKDFSHA256.derive(from: key, info: [], count: HKDFSHA256.mostBytes)
        #expect(derived.count == 8160)
    }
}
