import Cryptography
import Keys

/// A secret just drawn: what is stored of it, and the text that is shown once.
struct MintedSecret {
    let digest: Digest256
    /// Last four characters of the token's public checksum.
    let hintSuffix: String
    let token: OneTimeToken

    init(id: KeyID, prefix: String, tag: String, hasher: PepperHasher, randomBytes: RandomBytes) {
        var secret = Base62.draw(Token.secretLength, from: randomBytes)
        var text = Token.compose(prefix: prefix, tag: tag, id: id, secret: secret)
        self.digest = hasher.digest(id: id.characters.span, secret: secret.span)
        self.hintSuffix = String(decoding: text.suffix(4), as: Unicode.ASCII.self)
        self.token = .init(consuming: &text)
        // Wipes the array; what is kept of the secret is the token alone.
        _ = SecretBytes(consuming: &secret)
    }
}
