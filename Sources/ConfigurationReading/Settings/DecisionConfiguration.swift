/// What is kept of every decision.
package struct DecisionConfiguration: Hashable, Sendable {
    /// Bytes of all segment files together.
    package var maximumBytes = 268_435_456
    package var maximumAge: Duration = .seconds(604_800)
    /// `-` for standard output, a path, or `nil` for none.
    package var accessLog: String?

    package init() {}
}
