import ArgumentParser

/// Says which word of a command line is no command, before anybody complains of the options behind it.
enum UnknownCommand {
    /// Mistakes in a word that still tell what was meant.
    private static let mostMistakes = 2

    static func failure(in arguments: [String]) -> CommandFailure? {
        var command: any ParsableCommand.Type = GatehouseCommand.self
        var path = GatehouseCommand._commandName
        if arguments.first == "help", arguments.count > 1 { return self.topicFailure(arguments[1]) }
        for argument in arguments {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
            guard let next = known.first(where: { $0.isCalled(argument) }) else {
                return self.failure(argument, under: path, known.map { $0._commandName })
            }
            command = next
            path += " " + argument
        }
        return nil
    }

    /// What `help` is asked for is a topic or a command.
    private static func topicFailure(_ word: String) -> CommandFailure? {
        let commands = GatehouseCommand.configuration.subcommands.map { $0._commandName }
        let isKnown = GatehouseCommand.configuration.subcommands.contains { $0.isCalled(word) }
        guard !word.hasPrefix("-"), word != "help", !isKnown else { return nil }
        let topics = HelpTopic.allCases.map(\.rawValue)
        let meant = self.nearest(PlainText.oneLine(word), among: topics + commands)
        return .usage(
            "There is no help on “\(PlainText.oneLine(word))”." + (meant.map { " Did you mean “\($0)”?" } ?? ""),
            fix: "gatehouse help \(topics.joined(separator: " | ")), or a command: gatehouse --help")
    }

    private static func nearest(_ word: String, among known: [String]) -> String? {
        let meant = known.map { (name: $0, mistakes: Self.mistakes($0, word)) }.min { $0.mistakes < $1.mistakes }
        return meant.flatMap { $0.mistakes <= self.mostMistakes && $0.mistakes < $0.name.count ? $0.name : nil }
    }

    private static func failure(_ word: String, under path: String, _ known: [String]) -> CommandFailure {
        let word = PlainText.oneLine(word)
        let meant = self.nearest(word, among: known)
        return .usage(
            "There is no command “\(path) \(word)”." + (meant.map { " Did you mean “\($0)”?" } ?? ""),
            fix: path == GatehouseCommand._commandName
                ? "gatehouse --help"
                : "gatehouse help "
                    + path.split(separator: " ").dropFirst().joined(separator: " "))
    }

    /// How many letters have to be put in, taken out or changed (Levenshtein). Long words are not looked at.
    static func mistakes(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard right.count <= 64 else { return .max }
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}

extension ParsableCommand {
    /// Whether that is its name, or another one it has.
    fileprivate static func isCalled(_ word: String) -> Bool {
        self._commandName == word || self.configuration.aliases.contains(word)
    }
}
