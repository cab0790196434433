package import Keys

/// An operator just made.
package struct CreatedOperator: Sendable {
    package let `operator`: Operator
    /// `nil` for a dry run.
    package let token: OneTimeToken?
}
