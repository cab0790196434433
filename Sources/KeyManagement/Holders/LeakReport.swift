/// What somebody found lying in the open, matched with the version it opens.
package struct LeakReport: Hashable, Sendable {
    package let version: PresentedVersion
    /// Who reported it: `github`.
    package let reporter: String
    /// What kind of place it was found in, in the reporter's words (`commit`, `gist_content`).
    package let place: String
    /// Where exactly; empty when the reporter does not say. May name a person, so it lies in what can be erased.
    package let url: String

    /// Longest text that is kept of each.
    package static let longestText = 512

    package init(version: PresentedVersion, reporter: String, place: String, url: String) {
        self.version = version
        self.reporter = reporter
        self.place = place
        self.url = url
    }
}
