import Glibc
import Testing

@testable import DurableFiles

@Suite struct HeldFolderTests {
    @Test func `one holds it, the next is refused until it is let go`() throws {
        let parent = try FolderForTests()
        let path = parent.path + "/held"
        defer {
            unlink(path + "/lock")
            rmdir(path)
        }
        do {
            let folder = try HeldFolder(path)
            #expect(folder.path == path)
            #expect(#expect(throws: FileFailure.self) { try HeldFolder(path) }?.code == .held)
            extendLifetime(folder)
        }
        _ = try HeldFolder(path)
    }

    @Test func `a folder that others can enter is refused`() throws {
        let parent = try FolderForTests()
        chmod(parent.path, 0o750)
        #expect(#expect(throws: FileFailure.self) { try HeldFolder(parent.path) }?.code == .exposed)
        chmod(parent.path, 0o700)
    }

    @Test func `a link or a file is no folder`() throws {
        let parent = try FolderForTests()
        #expect(symlink("/tmp", parent.path + "/link") == 0)
        #expect(#expect(throws: FileFailure.self) { try HeldFolder(parent.path + "/link") }?.code == .foreign)
        try DurableFile(path: parent.path + "/file").replace([])
        #expect(#expect(throws: FileFailure.self) { try HeldFolder(parent.path + "/file") }?.code == .foreign)
    }
}
