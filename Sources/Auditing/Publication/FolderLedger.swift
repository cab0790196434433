/// What a published folder is to hold, and how each of its files looked when it was last known to be right.
///
/// The caller looks at files and writes them; the ledger says which. Full files are written once. What an earlier start
/// published is taken as it is and compared with the log one file after the other.
package struct FolderLedger: Sendable {
    /// Most full files that are looked at in one round, beside those at the end of the log.
    package static let mostInspected = 8192

    /// Entries of the log that is to be published.
    package private(set) var size: UInt64 = 0
    /// The notes about the log's keys that are to be published.
    private var successions: [LogFile] = []
    private var marks: [LogFile: FileMark] = [:]
    /// Full files that were right once, in the order they became so, and where the next look begins.
    private var full: [LogFile] = []
    private var position = 0
    /// Full files that are not right any more.
    private var lost: Set<LogFile> = []
    /// Checkpoint and partial files that are right, and partial ones that the log outgrew.
    private var latest: Set<LogFile> = []
    private var outgrown: Set<LogFile> = []
    /// Full tiles of level 0 whose files are there as far as is known, and how many of them were compared.
    private var published: UInt64
    private var compared: UInt64 = 0

    /// - Parameter adopted: Entries of the log that the folder has by its own checkpoint, if that is one of this log.
    package init(adopting adopted: UInt64 = 0) {
        self.published = adopted >> 8
    }

    /// The log has another head: the checkpoint in the folder is not the newest any more. `keys` are the numbers of those
    /// of the log's keys that a note names.
    ///
    /// - Returns: files that can go: the log outgrew them before the head that was published last, so that whoever read
    ///   that one still finds what it needs.
    package mutating func renew(to size: UInt64, keys: [UInt32] = []) -> [LogFile] {
        self.size = max(size, self.size)
        self.successions = keys.map { .succession($0) }
        let wanted = Set(LogFile.atEnd(ofLogOf: self.size) + self.successions)
        let gone = self.outgrown
        self.outgrown = self.latest.filter { $0 != .checkpoint && !wanted.contains($0) }
        self.latest.formIntersection(wanted)
        for file in self.outgrown { self.marks[file] = nil }
        self.marks[.checkpoint] = nil
        return Array(gone)
    }

    /// The files to write next, about so many at most; the checkpoint is the last of all.
    package func missing(atMost most: Int) -> [LogFile] {
        var files = Array(self.lost.prefix(most))
        var number = self.published
        while files.count < most, number < self.size >> 8 {
            files += LogFile.completed(by: number).filter { self.marks[$0] == nil && !self.lost.contains($0) }
            number += 1
        }
        guard self.size > 0, number >= self.size >> 8, files.count < most || files.isEmpty else { return files }
        let end = LogFile.atEnd(ofLogOf: self.size) + self.successions + [.checkpoint]
        return files + end.filter { self.marks[$0] == nil }
    }

    /// Files of an earlier start that are to be compared with the log next, about so many at most.
    package func unknown(atMost most: Int) -> [LogFile] {
        var files: [LogFile] = []
        var number = self.compared
        while files.count < most, number < self.published {
            files += LogFile.completed(by: number).filter { self.marks[$0] == nil && !self.lost.contains($0) }
            number += 1
        }
        return files
    }

    /// The file is right, and looks like that.
    package mutating func hold(_ file: LogFile, _ mark: FileMark) {
        let isNew = self.marks.updateValue(mark, forKey: file) == nil && self.lost.remove(file) == nil
        guard file.isFull else {
            self.latest.insert(file)
            return
        }
        if isNew { self.full.append(file) }
        while self.published < self.size >> 8, self.isSettled(self.published) { self.published += 1 }
        while self.compared < self.published, self.isSettled(self.compared) { self.compared += 1 }
    }

    /// The file is not what it was, or never was right.
    package mutating func lose(_ file: LogFile) {
        let wasKnown = self.marks.removeValue(forKey: file) != nil
        self.latest.remove(file)
        guard file.isFull, self.lost.insert(file).inserted, !wasKnown else { return }
        self.full.append(file)
    }

    /// The files to look at now, with how they should look: the end of the log, and the next of the full ones in turn.
    package mutating func inspected() -> [(file: LogFile, mark: FileMark)] {
        var files = Array(self.latest)
        let count = min(self.full.count, Self.mostInspected)
        for offset in 0..<count { files.append(self.full[(self.position + offset) % self.full.count]) }
        self.position = self.full.isEmpty ? 0 : (self.position + count) % self.full.count
        return files.compactMap { file in self.marks[file].map { (file, $0) } }
    }

    /// Whether the newest checkpoint is there, with everything that it needs.
    package var isCurrent: Bool { self.missing(atMost: 1).isEmpty }

    private func isSettled(_ number: UInt64) -> Bool {
        LogFile.completed(by: number).allSatisfy { self.marks[$0] != nil || self.lost.contains($0) }
    }
}

extension LogFile {
    /// Whether the file never changes any more.
    package var isFull: Bool {
        switch self {
        case .checkpoint, .succession: false
        case .tile(let place): place.isFull
        case .entries(let place): place.isFull
        }
    }
}
