import CSQLiteHardening

/// A version of the SQLite library.
package struct SQLiteVersion: Hashable, Sendable, CustomStringConvertible {
    /// As SQLite numbers itself: 3040001 is 3.40.1.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// The library in use.
    package static var inUse: Self { .init(number: Int(sqlite_hardening_library_version())) }

    package var description: String {
        "\(self.number / 1_000_000).\(self.number / 1000 % 1000).\(self.number % 1000)"
    }

    /// Whether two connections on one write-ahead log may lose a commit: 3.7.0 to 3.51.2, except where the repair was
    /// carried back (3.44.6, 3.50.7 and what followed them). One exclusive connection, which is all this store has,
    /// cannot meet it; a second program on the file could.
    package var mayLoseCommitsOfTwoConnections: Bool {
        switch self.number {
        case ..<3_007_000, 3_051_003...: false
        case 3_044_006..<3_045_000, 3_050_007..<3_051_000: false
        default: true
        }
    }
}
