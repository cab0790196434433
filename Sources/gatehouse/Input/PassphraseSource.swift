import GatehouseServer

/// Reads passphrases out of a file, line by line, or from whoever sits at the terminal.
final class PassphraseSource {
    private let canAsk: Bool
    /// Lines not used yet; `nil` when there is no file.
    private var lines: [Substring]?

    /// `-` is standard input.
    init(file: String?, canAsk: Bool) throws {
        self.canAsk = canAsk
        self.lines = try file.map { path in
            try SecretFile.read(path).split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r\n" }
        }
    }

    /// Whether the file holds more than was read of it.
    var hasMore: Bool { self.lines?.isEmpty == false }

    /// All that the file holds, one a line; none without a file.
    func all() throws -> [[UInt8]] {
        guard self.lines != nil else { return [] }
        var all = [Array(try self.nextLine().utf8)]
        while self.hasMore { all.append(Array(try self.nextLine().utf8)) }
        return all
    }

    /// One that has been chosen before.
    func existing(_ question: String) throws -> [UInt8] {
        if self.lines != nil { return Array(try self.nextLine().utf8) }
        return Array(try self.asked(question).utf8)
    }

    /// One for a new slot: typed twice, since nobody sees what is typed.
    func new(_ question: String) throws -> [UInt8] {
        let passphrase = Array((self.lines == nil ? try self.askedTwice(question) : String(try self.nextLine())).utf8)
        guard FirstSlot.passphraseLengths.contains(passphrase.count) else {
            throw CommandFailure.usage(
                "A passphrase has \(FirstSlot.passphraseLengths.lowerBound) to \(FirstSlot.passphraseLengths.upperBound) bytes.",
                fix: "several unrelated words are easy to remember and hard to guess")
        }
        return passphrase
    }

    private func nextLine() throws -> Substring {
        guard let line = self.lines?.popFirstLine() else {
            throw CommandFailure.usage("The passphrase file holds fewer lines than passphrases are wanted.")
        }
        return line
    }

    private func askedTwice(_ question: String) throws -> String {
        let first = try self.asked(question)
        guard try self.asked("Again: ") == first else {
            throw CommandFailure(.cancelled, code: "cancelled", "The two differ; nothing changed.")
        }
        return first
    }

    private func asked(_ question: String) throws -> String {
        guard self.canAsk else {
            throw CommandFailure(
                .usage, code: "passphrase_required", "A passphrase is wanted, and nobody can be asked here.",
                fix: "add --passphrase-file PATH, or - for standard input")
        }
        guard let text = Prompt.secret(question) else { throw CommandFailure.cancelled }
        return text
    }
}

extension [Substring] {
    fileprivate mutating func popFirstLine() -> Substring? { self.isEmpty ? nil : self.removeFirst() }
}
