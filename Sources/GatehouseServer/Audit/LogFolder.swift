import Auditing
import DurableFiles
import Glibc

/// The folder a log is published in, to be copied or served as it is by who may read it: `checkpoint`, `tile/…`,
/// `tile/entries/…`. Whatever else stands in the place of one of its files or folders makes room.
struct LogFolder: Sendable {
    /// Most bytes of a checkpoint.
    private static let longestCheckpoint = SignedNote.longestText

    let path: String

    /// What stands in the place of a file; `nil` when it is no plain file of ours.
    func mark(of file: LogFile) -> FileMark? {
        var status = stat()
        guard lstat(self.path(file), &status) == 0 else { return nil }
        return Self.mark(status)
    }

    /// The checkpoint that was published last; `nil` when there is none that can be read.
    func checkpoint() -> SignedNote? {
        let bytes = try? DurableFile(path: self.path(.checkpoint)).read(atMost: Self.longestCheckpoint)
        return bytes.flatMap { $0 }.flatMap { try? SignedNote($0) }
    }

    /// Writes a file in the place of whatever is there. When this returns, it outlasts a power cut.
    func write(_ bytes: [UInt8], to file: LogFile) throws(FileFailure) -> FileMark {
        try self.makeFolders(of: file)
        try DurableFile(path: self.path(file)).replace(bytes)
        if file.isFull { self.removePartialFiles(below: self.path(file) + ".p") }
        guard let mark = self.mark(of: file) else {
            throw .init(.failed, "\(self.path(file)) was taken away while it was written")
        }
        return mark
    }

    /// How the file looks, if it holds exactly these bytes.
    func mark(of file: LogFile, holding bytes: [UInt8]) -> FileMark? {
        let before = self.mark(of: file)
        guard let held = try? DurableFile(path: self.path(file)).read(atMost: bytes.count), held == bytes else {
            return nil
        }
        return before == self.mark(of: file) ? before : nil
    }

    /// Takes away a partial file that is not wanted any more.
    func remove(_ file: LogFile) { unlink(self.path(file)) }

    /// Moves the whole folder out of the way, under a name that says how long its log was.
    func setAside(size: UInt64) {
        rename(self.path, "\(self.path).ahead-\(size)")
    }

    func path(_ file: LogFile) -> String { "\(self.path)/\(file.path)" }

    /// The folders on the way to a file, outermost first, beginning with the log's own.
    func folders(of file: LogFile) -> [String] {
        var folders = [self.path]
        for name in file.path.split(separator: "/").dropLast() {
            folders.append("\(folders[folders.count - 1])/\(name)")
        }
        return folders
    }

    private func makeFolders(of file: LogFile) throws(FileFailure) {
        for folder in self.folders(of: file) where !Self.isFolder(folder) {
            if unlink(folder) != 0, errno != ENOENT { throw FileFailure(errno, "make room for", folder) }
            guard mkdir(folder, 0o700) == 0 else { throw FileFailure(errno, "make", folder) }
            try DurableFile.syncFolder(of: folder)
        }
    }

    /// The bundle or tile is full: no width of its partial files is asked for any more.
    private func removePartialFiles(below folder: String) {
        for width in 1..<TilePlace.fullWidth { unlink("\(folder)/\(width)") }
        rmdir(folder)
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func mark(_ status: stat) -> FileMark? {
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else { return nil }
        return FileMark(status)
    }
}
