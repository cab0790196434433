import Cryptography
import Foundation
import Keys
import SignedIdentity
import Testing

@Suite struct IdentityKeysTests {
    private static let terms = IdentityTerms(issuer: "https://api.example.com")

    private static func rootKey(_ first: UInt8 = 32) throws -> RootKey {
        try RootKey(SecretBytes(copying: Array(first..<(first + 32)).span))
    }

    private static func keys() throws -> IdentityKeys { IdentityKeys(rootKey: try Self.rootKey()) }

    /// The first second of a period.
    private static func start(of number: Int64) -> WallTime {
        WallTime(seconds: number * IdentitySchedule.usualPeriod)
    }

    private static func set(_ keys: IdentityKeys, _ terms: IdentityTerms = terms, at now: WallTime) throws -> String {
        String(decoding: try keys.document(of: terms, at: now), as: UTF8.self)
    }

    /// Computed apart from this code, with Python's hmac and cryptography.
    @Test func `a key is derived from the root key, its generation and its period`() throws {
        let key = try Self.keys().key(of: Self.terms, at: Self.start(of: 230).adding(seconds: 86_400 * 30))
        #expect(key.id == "eKy9YR1IjcuK-rfq4vL9C-oX7yqnoAE3JKoJ3566PXM")
        #expect(
            key.document == """
                {"crv":"Ed25519","kty":"OKP","x":"PqzX16Nv7TbY4CEwJ7SGaEwzrRWbYJRuOvppa0cR1Eg",\
                "kid":"eKy9YR1IjcuK-rfq4vL9C-oX7yqnoAE3JKoJ3566PXM","use":"sig","alg":"EdDSA"}
                """)
    }

    /// RFC 8037, appendices A.1 and A.3.
    @Test func `an id is the thumbprint of the public key`() throws {
        let seed: [UInt8] = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ]
        let key = IdentityKey(try Ed25519SigningKey(seed: SecretBytes(copying: seed.span)))
        #expect(key.id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(key.document.contains(#""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#))
    }

    @Test func `after a restart the keys are the same`() throws {
        let now = Self.start(of: 230)
        #expect(try Self.keys().key(of: Self.terms, at: now).id == Self.keys().key(of: Self.terms, at: now).id)
    }

    @Test func `in the middle of a period one key is published, at its edges two`() throws {
        let (keys, start) = (try Self.keys(), Self.start(of: 230))
        let count = { (seconds: Int64) in
            try Self.set(keys, at: start.adding(seconds: seconds)).components(separatedBy: "kid").count - 1
        }
        #expect(try count(30 * 86_400) == 1)
        #expect(try count(0) == 2 && count(86_399) == 2 && count(86_400) == 1)
        #expect(try count(83 * 86_400 - 1) == 1 && count(83 * 86_400) == 2)
    }

    @Test func `whoever has read the key set in the last week knows the key of every token`() throws {
        let keys = try Self.keys()
        for seconds in stride(from: Int64(-8 * 86_400), through: 8 * 86_400, by: 3_571) {
            let now = Self.start(of: 230).adding(seconds: seconds)
            let id = try keys.key(of: Self.terms, at: now).id
            for age in [0, 300, 86_400, 7 * 86_400 - 1] as [Int64] {
                #expect(try Self.set(keys, at: now.adding(seconds: -age)).contains(id))
            }
            // And who reads it when the token comes to its end.
            #expect(try Self.set(keys, at: now.adding(seconds: IdentityTerms.lifetime)).contains(id))
        }
    }

    @Test func `another generation is another key at once, and the one before is gone`() throws {
        let (keys, now) = (try Self.keys(), Self.start(of: 230))
        let before = try keys.key(of: Self.terms, at: now).id
        var raised = Self.terms
        raised.generation = 2
        let after = try keys.key(of: raised, at: now).id
        #expect(before != after)
        let set = try Self.set(keys, raised, at: now)
        #expect(set.contains(after) && !set.contains(before))
    }

    @Test func `the keys of another root key are published at once, sign ten minutes later, and alone after twenty`()
        throws
    {
        let (keys, now) = (try Self.keys(), Self.start(of: 230).adding(seconds: 30 * 86_400))
        let before = try keys.key(of: Self.terms, at: now).id
        keys.follow(try Self.rootKey(), at: now)
        #expect(try Self.set(keys, at: now).components(separatedBy: "kid").count == 2)
        keys.follow(try Self.rootKey(33), at: now)
        let after = try keys.key(of: Self.terms, at: now.adding(seconds: 600)).id
        #expect(before != after)
        for seconds in [0, 1, 599] as [Int64] {
            let moment = now.adding(seconds: seconds)
            #expect(try keys.key(of: Self.terms, at: moment).id == before)
            let set = try Self.set(keys, at: moment)
            #expect(set.contains(before) && set.contains(after))
        }
        for seconds in [600, 1_199] as [Int64] {
            let moment = now.adding(seconds: seconds)
            #expect(try keys.key(of: Self.terms, at: moment).id == after)
            #expect(try Self.set(keys, at: moment).contains(before))
        }
        #expect(try !Self.set(keys, at: now.adding(seconds: 1_200)).contains(before))
        #expect(try Self.set(keys, at: now.adding(seconds: 1_200)).contains(after))
    }

    @Test func `a generation raised after that is of the new root key at once`() throws {
        let (keys, now) = (try Self.keys(), Self.start(of: 230).adding(seconds: 30 * 86_400))
        let before = try keys.key(of: Self.terms, at: now).id
        keys.follow(try Self.rootKey(33), at: now)
        var raised = Self.terms
        raised.generation = 2
        let fresh = IdentityKeys(rootKey: try Self.rootKey(33))
        #expect(try keys.key(of: raised, at: now).id == fresh.key(of: raised, at: now).id)
        #expect(try !Self.set(keys, raised, at: now).contains(before))
    }

    @Test func `root keys replaced one after the other sign one after the other, each published before`() throws {
        let (keys, now) = (try Self.keys(), Self.start(of: 230).adding(seconds: 30 * 86_400))
        for step in 0..<2_400 as Range<Int64> {
            let moment = now.adding(seconds: step)
            if step % 250 == 249, step < 800 {
                keys.follow(try Self.rootKey(UInt8(33 + step / 250)), at: moment)
            }
            let id = try keys.key(of: Self.terms, at: moment).id
            let set = try Self.set(keys, at: moment.adding(seconds: IdentityTerms.lifetime))
            #expect(set.contains(id))
        }
        let last = IdentityKeys(rootKey: try Self.rootKey(35))
        let end = now.adding(seconds: 2_400)
        #expect(try Self.set(keys, at: end) == Self.set(last, at: end))
    }

    @Test func `times before 1970 and at the end of time have their keys`() throws {
        let keys = try Self.keys()
        for now in [WallTime(seconds: -5), .distantPast, .distantFuture, WallTime(milliseconds: .max)] {
            #expect(try Self.set(keys, at: now).contains(keys.key(of: Self.terms, at: now).id))
        }
    }
}
