/// The known name that a misspelt one was probably meant to be.
package enum NearestName {
    /// The nearest of the names within a third of the text's length, at least one edit; `nil` when none is near.
    package static func of(_ text: String, among names: [String]) -> String? {
        let limit = max(1, min(text.count, 64) / 3)
        return names.map { ($0, distance(text, $0)) }.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
    }

    /// Edits between the two without regard to case, two neighbours swapped being one edit (optimal string alignment),
    /// over at most 64 characters of each.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().prefix(64))
        let right = Array(right.lowercased().prefix(64))
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
