import Foundation
import GatehouseServer

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

    /// Longest line that is read, as a terminal gives it.
    private static let longestSecret = 4096
    /// What Ctrl-C types when it interrupts nothing.
    private static let interrupt: UInt8 = 3

    /// Reads a line that does not appear on the screen; `nil` when the terminal refuses or nothing came. Ctrl-C ends the
    /// program as it does elsewhere.
    static func secret(_ question: String) -> String? {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        var silent = settings
        // Without ISIG an interrupt arrives as a character, so that the echo is restored before we die of it.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VEOL)] = Self.interrupt }
        // Silence first: what is typed the moment the question appears must neither be shown nor thrown away.
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        StandardStream.error.write(question)
        let line = Self.silentLine()
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        StandardStream.error.write("\n")
        guard let line else { SignalDeath.die(of: SIGINT) }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Bytes up to the end of the line; `nil` when it was interrupted. Not by `readLine`, which waits for a line feed even
    /// when the terminal has ended the line in another way.
    private static func silentLine() -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < Self.longestSecret {
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != 0x0a else { break }
            guard byte != Self.interrupt else { return nil }
            line.append(byte)
        }
        if line.last == 0x0d { line.removeLast() }
        return line
    }
}
