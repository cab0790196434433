import Cryptography
import Testing

@Suite struct SecretBytesTests {
    @Test func `what was copied in comes out`() {
        let secret = SecretBytes(copying: ([1, 2, 3] as [UInt8]))
        #expect(secret.count == 3)
        #expect(secret.array() == [1, 2, 3])
    }

    @Test func `an array that is consumed is left as zeros`() {
        var bytes: [UInt8] = Array(1...100)
        let secret = SecretBytes(consuming: &bytes)
        #expect(bytes == [UInt8](repeating: 0, count: 100))
        #expect(secret.array()[99] == 100)
    }

    @Test func `fresh memory is zero until it is filled`() {
        let secret = SecretBytes(count: 5000) { $0[4999] = 7 }
        #expect(secret.array() == [UInt8](repeating: 0, count: 4999) + [7])
    }

    @Test func `a secret may be empty`() {
        let secret = SecretBytes(copying: [])
        #expect(secret.count == 0)
        #expect(secret.array().isEmpty)
    }

    @Test func `a drawn secret has the length asked for and is never the same`() {
        let first = SecretBytes(random: 32, from: SecureRandom.system)
        let second = SecretBytes(random: 32, from: SecureRandom.system)
        #expect(first.count == 32)
        #expect(first.array() != second.array())
    }

    @Test func `many secrets come and go`() {
        for round in 0..<2000 {
            let secret = SecretBytes(copying: [UInt8](repeating: UInt8(round % 256), count: 40))
            #expect(secret.array()[39] == UInt8(round % 256))
        }
    }

    @Test func `a page that held another secret is zero again`() {
        for _ in 0..<100 {
            let before = SecretBytes(copying: [UInt8](repeating: 7, count: 4096)).array()
            let after = SecretBytes(count: 4096) { _ in }.array()
            #expect(before == [UInt8](repeating: 7, count: 4096) && after == [UInt8](repeating: 0, count: 4096))
        }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 31, 32, 4097]) func `the system gives as many bytes as asked for`(count: Int) {
        #expect(SecureRandom.system(count).count == count)
    }

    @Test func `random bytes are not all alike`() {
        let bytes = SecureRandom.system(4096)
        let counts = bytes.reduce(into: [UInt8: Int]()) { $0[$1, default: 0] += 1 }
        #expect(counts.count > 240)
        #expect((counts.values.max() ?? 0) < 60)
    }

    @Test func `constant-time comparison agrees with the plain one`() {
        let base: [UInt8] = Array(0..<40)
        #expect(ConstantTime.equals(base, base))
        for index in base.indices {
            var changed = base
            changed[index] ^= 0x80
            #expect(!ConstantTime.equals(base, changed))
            #expect(!ConstantTime.equals(base, Array(base[..<index])))
        }
        #expect(ConstantTime.equals([], []))
    }
}
