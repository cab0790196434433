import Glibc
import Testing

@testable import DurableFiles

@Suite struct DurableFileTests {
    @Test func `what is written last is read, and nothing lies beside it`() throws {
        let folder = try FolderForTests()
        let file = DurableFile(path: folder.path + "/state")
        #expect(try file.read(atMost: 10) == nil)
        try file.replace([1, 2, 3])
        try file.replace([4])
        #expect(try file.read(atMost: 10) == [4])
        #expect(folder.names == ["state"])
    }

    @Test func `what an earlier attempt left behind is in nobody's way`() throws {
        let folder = try FolderForTests()
        let file = DurableFile(path: folder.path + "/state")
        try DurableFile(path: folder.path + "/state.new").replace([9, 9])
        try file.replace([1])
        #expect(try file.read(atMost: 1) == [1])
        #expect(folder.names == ["state"])
    }

    @Test(arguments: [0o600, 0o644, 0o444]) func `the mode is the one asked for, whatever the umask`(mode: UInt32)
        throws
    {
        let folder = try FolderForTests()
        let path = folder.path + "/state"
        try DurableFile(path: path, mode: mode).replace([1])
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == mode_t(mode))
    }

    @Test func `a file as long as allowed is read, a longer one refused`() throws {
        let folder = try FolderForTests()
        let file = DurableFile(path: folder.path + "/state")
        try file.replace([1, 2])
        #expect(try file.read(atMost: 2) == [1, 2])
        #expect(throws: FileFailure.self) { try file.read(atMost: 1) }
    }

    @Test func `a file that others can write is not believed`() throws {
        let folder = try FolderForTests()
        let file = DurableFile(path: folder.path + "/state")
        try file.replace([1])
        chmod(file.path, 0o620)
        #expect(#expect(throws: FileFailure.self) { try file.read(atMost: 1) }?.code == .exposed)
    }

    @Test func `a link and a folder are no files of ours`() throws {
        let folder = try FolderForTests()
        let link = DurableFile(path: folder.path + "/link")
        #expect(symlink("/etc/passwd", link.path) == 0)
        #expect(#expect(throws: FileFailure.self) { try link.read(atMost: 1) }?.code == .foreign)
        let itself = DurableFile(path: folder.path)
        #expect(#expect(throws: FileFailure.self) { try itself.read(atMost: 1) }?.code == .foreign)
    }

    @Test func `a link in the way is replaced, not followed`() throws {
        let folder = try FolderForTests()
        let target = DurableFile(path: folder.path + "/target")
        let file = DurableFile(path: folder.path + "/state")
        try target.replace([7])
        #expect(symlink(target.path, file.path) == 0)
        try file.replace([1])
        #expect(try target.read(atMost: 1) == [7])
        #expect(try file.read(atMost: 1) == [1])
    }

    @Test func `a failure leaves what was there and names the file`() throws {
        let folder = try FolderForTests()
        let missing = DurableFile(path: folder.path + "/missing/state")
        let failure = #expect(throws: FileFailure.self) { try missing.replace([1]) }
        #expect(failure?.code == .denied)
        #expect(failure?.message.contains(missing.path) == true)
        #expect(folder.names.isEmpty)
        let full = DurableFile(path: "/dev/full/state")
        #expect(#expect(throws: FileFailure.self) { try full.replace([1]) }?.code == .denied)
    }

    @Test func `numbers of errors become codes`() {
        #expect(FileFailure(ENOSPC, "write", "f").code == .full)
        #expect(FileFailure(EDQUOT, "write", "f").code == .full)
        #expect(FileFailure(EIO, "sync", "f").code == .failed)
        #expect(FileFailure(EROFS, "make", "f").code == .denied)
        #expect(FileFailure(ELOOP, "open", "f").code == .foreign)
    }
}
