/// The known name that a misspelt one was probably meant to be.
package enum NearestName {
    /// The nearest of the names within a third of the text's length, at least one edit; `nil` when none is near.
    package static func of(_ text: String, among names: [String]) -> String? {
        let limit = max(1, min(text.count, 64) / 3)
        return names.map { ($0, distance(text, $0)) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// Levenshtein's distance without regard to case, over at most 64 characters of each.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().prefix(64))
        let right = Array(right.lowercased().prefix(64))
        var previous = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substitution = previous[column] + (character == other ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
