import Glibc
import Testing

/// A folder in the place for temporary files that goes away with the value.
final class FolderForTests {
    let path: String

    init() throws {
        let random = UInt64.random(in: 0...UInt64.max)
        self.path = "/tmp/gatehouse-files-\(random)"
        try #require(mkdir(self.path, 0o700) == 0)
    }

    deinit {
        for name in self.names { remove(self.path + "/" + name) }
        rmdir(self.path)
    }

    var names: [String] {
        guard let folder = opendir(self.path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
