import ArgumentParser

/// A note on a key as it is typed: `name=value`.
struct MetadataText: Hashable, Sendable, ExpressibleByArgument {
    let name: String
    let value: String

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty else { return nil }
        self.name = String(sides[0])
        self.value = String(sides[1])
    }
}
