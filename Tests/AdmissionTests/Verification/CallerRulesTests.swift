import Admission
import Cryptography
import Keys
import Testing

@Suite struct CallerRulesTests {
    private func prove(_ rules: CallerRules, shown: String = "", peer: String? = nil, isUnixSocket: Bool = false)
        -> Bool
    {
        rules.prove(shown: Array(shown.utf8).span, peer: peer.flatMap { IPAddress($0) }, isUnixSocket: isUnixSocket)
    }

    @Test func `nobody is proven where nothing is configured`() {
        let rules = CallerRules(secret: nil)
        #expect(!self.prove(rules) && !self.prove(rules, shown: "x", peer: "127.0.0.1"))
        #expect(!self.prove(rules, isUnixSocket: true))
        #expect(!self.prove(CallerRules(secret: SecretBytes(copying: [UInt8]().span)), shown: ""))
    }

    @Test func `the secret proves whole and alone`() {
        let rules = CallerRules(secret: SecretBytes(copying: Array("s3cret".utf8).span))
        #expect(self.prove(rules, shown: "s3cret"))
        for wrong in ["", "s", "s3cre", "s3cret ", "S3cret", "s3cretx"] { #expect(!self.prove(rules, shown: wrong)) }
    }

    @Test func `an address proves in its network, the socket where it is trusted`() {
        let rules = CallerRules(
            secret: nil, addresses: [NetworkRange("10.0.0.0/8"), NetworkRange("fd00::/8")].compactMap { $0 },
            trustsUnixSocket: true)
        #expect(self.prove(rules, peer: "10.255.0.1") && self.prove(rules, peer: "fd12::1"))
        #expect(!self.prove(rules, peer: "11.0.0.1") && !self.prove(rules, peer: "fe80::1"))
        #expect(self.prove(rules, isUnixSocket: true) && !self.prove(rules))
    }
}
