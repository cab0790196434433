import Admission
import Keys

/// One key to verify, as a body asks for it. Texts are ranges of the question list's `text`.
struct VerifyQuestion {
    var key = 0..<0
    /// `nil` when no permission is asked for.
    var permissions: Range<Int>?
    /// The same, read.
    var query: PermissionQuery?
    var address: IPAddress?
    var method: RequestMethod?
    var certificate: CertificateThumbprint?
    /// What the client claims of itself, as fields and texts; `nil` for what was not told.
    var referrer: Range<Int>?
    var origin: Range<Int>?
    var androidPackage: Range<Int>?
    var androidCertificate: Range<Int>?
    var iOSBundle: Range<Int>?
    /// Costs of limits, as a range of the list's `costs`.
    var costs = 0..<0
    /// What limits are charged that none of these names.
    var cost: UInt32 = 1
    /// What credits are charged; `nil` for as much as limits are.
    var creditCost: UInt32?

    /// Whether the verifier has told any of what the client claims.
    var hasClaims: Bool {
        self.referrer != nil || self.origin != nil || self.androidPackage != nil || self.androidCertificate != nil
            || self.iOSBundle != nil
    }

    /// Longest key that is looked at. Foreign keys may be longer than ours.
    static let longestKey = 512
}
