import Foundation

/// What the standard streams are connected to, asked once at start.
struct Terminal: Hashable, Sendable {
    /// Whether each stream is a terminal.
    let inputIsTerminal: Bool
    let outputIsTerminal: Bool
    let errorIsTerminal: Bool
    let columns: Int
    /// `nil` when nothing should be paged.
    let rows: Int?

    /// - Parameter environment: `GATEHOUSE_FORCE_TTY=<columns>` makes both output streams terminals of that width.
    init(environment: [String: String]) {
        self.inputIsTerminal = isatty(STDIN_FILENO) == 1
        if let text = environment["GATEHOUSE_FORCE_TTY"], let columns = Int(text), (20...1000).contains(columns) {
            self.outputIsTerminal = true
            self.errorIsTerminal = true
            self.columns = columns
            self.rows = nil
            return
        }
        self.outputIsTerminal = isatty(STDOUT_FILENO) == 1
        self.errorIsTerminal = isatty(STDERR_FILENO) == 1
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        let stated = environment["COLUMNS"].flatMap { Int($0) }.flatMap { (20...1000).contains($0) ? $0 : nil }
        self.columns = isKnown && size.ws_col >= 20 ? Int(size.ws_col) : stated ?? 80
        self.rows = isKnown && size.ws_row > 1 && self.outputIsTerminal ? Int(size.ws_row) : nil
    }

    /// Whether a person can be asked: the answer is read from stdin, the question shown on stderr.
    var canAsk: Bool { self.inputIsTerminal && self.errorIsTerminal }
}
