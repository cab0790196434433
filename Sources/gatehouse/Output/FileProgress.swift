import Foundation
import Synchronization

/// How far a long work on files is: a line on stderr that is written over, on a terminal alone.
final class FileProgress: Sendable {
    private let isShown: Bool
    private let width = Mutex(0)

    init(_ output: Output) {
        self.isShown = output.terminal.errorIsTerminal && output.format == .people && !output.isQuiet
    }

    var tell: @Sendable (String) -> Void {
        { text in
            guard self.isShown else { return }
            self.width.withLock { $0 = text.utf8.count }
            StandardStream.error.write("\r\u{1B}[K" + PlainText.oneLine(text))
        }
    }

    /// Takes the line away.
    func end() {
        guard self.isShown, self.width.withLock({ $0 }) > 0 else { return }
        StandardStream.error.write("\r\u{1B}[K")
    }
}
