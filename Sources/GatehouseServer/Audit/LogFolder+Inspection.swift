import Auditing
import Glibc

extension LogFolder {
    /// What is not as it was left.
    struct Fault: Sendable, Hashable {
        /// `nil` for a folder.
        let file: LogFile?
        /// A sentence for the log, with the path.
        let message: String
    }

    /// Looks at files and at the folders they lie in, without reading them. A folder that lost its write bit gets it
    /// back.
    func inspect(_ files: [(file: LogFile, mark: FileMark)]) -> [Fault] {
        var folders: Set<String> = []
        for (file, _) in files { folders.formUnion(self.folders(of: file)) }
        let faults = folders.sorted().compactMap { self.inspect(folder: $0) }
        return faults
            + files.compactMap { file, mark in
                guard let found = self.mark(of: file) else {
                    return Fault(file: file, message: "\(self.path(file)) is gone, or something else is in its place")
                }
                guard found != mark else { return nil }
                let what = found.inode == mark.inode ? "was changed" : "was replaced"
                return Fault(file: file, message: "\(self.path(file)) \(what)")
            }
    }

    private func inspect(folder: String) -> Fault? {
        var status = stat()
        guard lstat(folder, &status) == 0 else { return Fault(file: nil, message: "\(folder) is gone") }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            // Files are not looked for behind a link: what it leads to is not ours.
            unlink(folder)
            return Fault(file: nil, message: "\(folder) is a link, or no folder")
        }
        guard status.st_mode & 0o300 != 0o300 else { return nil }
        chmod(folder, 0o700)
        return Fault(file: nil, message: "\(folder) was made read-only")
    }
}
