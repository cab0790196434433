/// Help as it is shown: headings in bold on a coloured terminal.
enum HelpText {
    /// Narrower than this no help is wrapped.
    static let narrowest = 80
    /// Wider than this lines are hard to read.
    static let widest = 120

    static func styled(_ text: String, isColoured: Bool) -> String {
        guard isColoured else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let heading = line.prefix { $0.isUppercase || $0 == " " || $0 == ":" }
            let isHeading = line.first?.isUppercase == true && (heading.contains(":") || heading == line)
            let end = heading.lastIndex(of: ":").map { heading.index(after: $0) } ?? heading.endIndex
            guard isHeading else { return String(line) }
            return Style.bold.applied(to: String(line[..<end]), isColoured: true) + line[end...]
        }.joined(separator: "\n")
    }
}
