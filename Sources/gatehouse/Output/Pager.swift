import Foundation

/// Shows a long text through `less -FIRX`, or whatever `PAGER` names.
enum Pager {
    /// Whether the text was shown; otherwise the caller writes it itself.
    static func show(_ lines: [String], rows: Int?, environment: [String: String]) -> Bool {
        guard let rows, lines.count >= rows else { return false }
        let command = environment["PAGER"].flatMap { $0.isEmpty ? nil : $0 } ?? "less -FIRX"
        guard command != "cat" else { return false }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = pipe
        guard (try? process.run()) != nil else { return false }
        // The reader may leave early; that is its right, and no failure of ours.
        signal(SIGPIPE, SIG_IGN)
        try? pipe.fileHandleForWriting.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus != 127
    }
}
