/// Finds the name a person meant.
enum Spelling {
    /// The candidate with the smallest edit distance, if it is near enough to be meant.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = Array(word.utf8.prefix(64))
        let ranked = candidates.map { (name: $0, distance: Self.distance(word, Array($0.utf8))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, best.name.utf8.count / 3) ? best.name : nil
    }

    /// Insertions, deletions and substitutions (Levenshtein).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
