import Foundation

/// Where a file really lies.
enum FilePlace {
    /// Whether the file is the folder or lies inside it, whatever links lead there.
    static func isInside(_ file: String, folder: String) -> Bool {
        let file = self.resolved(file)
        let folder = self.resolved(folder)
        return file == folder || file.hasPrefix(folder == "/" ? "/" : folder + "/")
    }

    /// The absolute path with links followed as far as it exists: a link into a folder is inside it too.
    static func resolved(_ path: String) -> String {
        var rest: [String] = []
        var url = URL(fileURLWithPath: path).standardizedFileURL
        while url.path != "/", !FileManager.default.fileExists(atPath: url.path) {
            rest.insert(url.lastPathComponent, at: 0)
            url.deleteLastPathComponent()
        }
        return rest.reduce(url.resolvingSymlinksInPath()) { $0.appendingPathComponent($1) }.path
    }
}
