package import Keys

/// When a key is asked to expire.
package enum ExpiryRequest: Hashable, Sendable {
    /// What the project says: 90 days unless changed.
    case projectDefault
    /// At most `ExpiryPolicy.longestDays` away.
    case at(WallTime)
    /// Said explicitly, with a reason of 1 to 512 characters.
    case never(reason: String)
}
