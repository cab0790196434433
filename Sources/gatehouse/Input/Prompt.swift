import Foundation

/// Questions on stderr, answers from stdin. The caller has made sure that both are terminals.
enum Prompt {
    /// What a person answered to a question that wants a name.
    enum NameAnswer: Hashable, Sendable {
        case confirmed, alternative, cancelled
    }

    /// `true` for `y` or `yes`.
    static func yesNo(_ question: String) -> Bool {
        StandardStream.error.write(question + " [y/N] ")
        return Self.isYes(readLine() ?? "")
    }

    /// Whether the name was typed, or the word that stands for the milder act.
    static func name(_ question: String, expecting name: String, alternative: String? = nil) -> NameAnswer {
        StandardStream.error.write(question + " ")
        return Self.judge(readLine() ?? "", expecting: name, alternative: alternative)
    }

    static func isYes(_ answer: String) -> Bool {
        ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }

    static func judge(_ answer: String, expecting name: String, alternative: String?) -> NameAnswer {
        let answer = answer.trimmingCharacters(in: .whitespaces)
        if answer == name { return .confirmed }
        return alternative == answer && alternative != nil ? .alternative : .cancelled
    }

    /// Reads a line that does not appear on the screen; `nil` when the terminal refuses or nothing came.
    static func secret(_ question: String) -> String? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        var silent = settings
        // Without ISIG an interrupt arrives as a character, so that the echo is restored before we die of it.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VEOL)] = 3 }
        // Silence first: what is typed the moment the question appears must neither be shown nor thrown away.
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        StandardStream.error.write(question)
        let line = readLine(strippingNewline: true)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        StandardStream.error.write("\n")
        if line?.utf8.contains(3) == true { raise(SIGINT) }
        return line.flatMap { $0.isEmpty ? nil : $0 }
    }
}
