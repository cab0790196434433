/// Decides how wide each column is, so that a table fits its terminal.
enum TableLayout {
    /// Columns between two columns.
    static let gap = 2
    /// No column that may be cut gets narrower.
    static let narrowest = 6

    /// Takes width from the widest column that may be cut until the table fits or nothing can give any more.
    /// `natural` is what each column would like, `available` the width of the terminal.
    static func widths(natural: [Int], mayBeCut: [Bool], available: Int) -> [Int] {
        var widths = natural
        var excess = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - available
        while excess > 0 {
            let candidates = widths.indices.filter { mayBeCut[$0] && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
