/// A country, or the stated case that none is known: two capital letters of ISO 3166-1.
@usableFromInline
package struct CountryCode: Hashable, Sendable {
    /// The two letters, the first in the upper byte; 0 for `unknown`.
    @usableFromInline package let rawValue: UInt16

    /// No database is loaded, or it does not say where the address is.
    @usableFromInline package static let unknown = Self(rawValue: 0)

    private init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Any two letters: what a database says, which may know of codes that the standard does not.
    package init?(letters text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(3))
        guard bytes.count == 2, let first = Self.capital(bytes[0]), let second = Self.capital(bytes[1]) else {
            return nil
        }
        self.init(rawValue: UInt16(first) << 8 | UInt16(second))
    }

    /// A country that rules can name: an assigned code, `XK` as databases say Kosovo, or `unknown`.
    ///
    /// A mistyped code (`UK` for `GB`) would never match, and an allow list of it would let nobody in.
    package init?(_ text: some StringProtocol) {
        if text == "unknown" {
            self = .unknown
            return
        }
        self.init(letters: text)
        guard Self.assigned.contains(self.rawValue) else { return nil }
    }

    /// What is stored: two letters that were assigned when they were written, or 0.
    package init?(stored: UInt16) {
        let (first, second) = (UInt8(truncatingIfNeeded: stored >> 8), UInt8(truncatingIfNeeded: stored))
        guard stored == 0 || first &- 0x41 < 26 && second &- 0x41 < 26 else { return nil }
        self.init(rawValue: stored)
    }

    private static func capital(_ byte: UInt8) -> UInt8? {
        let capital = byte & 0xdf
        return capital &- 0x41 < 26 ? capital : nil
    }

    /// The codes that ISO 3166-1 assigns, and XK.
    private static let assigned: Set<UInt16> = {
        let bytes = Array(Self.assignedLetters.utf8)
        return Set(stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) })
    }()

    private static let assignedLetters =
        "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCX"
        + "CYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIR"
        + "ISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNE"
        + "NFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTF"
        + "TGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"
}

extension CountryCode: CustomStringConvertible {
    /// Two capital letters, or `unknown`.
    @usableFromInline package var description: String {
        guard self.rawValue != 0 else { return "unknown" }
        let letters = [UInt8(truncatingIfNeeded: self.rawValue >> 8), UInt8(truncatingIfNeeded: self.rawValue)]
        return String(decoding: letters, as: UTF8.self)
    }
}
