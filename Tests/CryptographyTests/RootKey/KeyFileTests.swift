import Cryptography
import Foundation
import Glibc
import Testing

/// Against the real file system, in a folder of its own that is removed at the end.
@Suite final class KeyFileTests {
    private let folder: String

    init() {
        var template = Array("/tmp/gatehouse-keyfile-XXXXXX".utf8CString)
        self.folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit { try? FileManager.default.removeItem(atPath: self.folder) }

    private var path: String { self.folder + "/root.key" }

    private func write(_ count: Int, mode: mode_t) {
        let descriptor = open(self.path, O_WRONLY | O_CREAT, 0o600)
        _ = [UInt8](repeating: 5, count: count).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, count) }
        fchmod(descriptor, mode)
        close(descriptor)
    }

    private func code(_ body: () throws -> Void) -> CryptographyError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? CryptographyError)?.code
        }
    }

    private func readCode() -> CryptographyError.Code? { self.code { _ = try KeyFile.read(self.path) } }

    @Test func `a new file has mode 0400 and 32 bytes, whatever the umask`() throws {
        let before = umask(0o377)
        defer { umask(before) }
        try KeyFile.create(self.path, randomBytes: SecureRandom.system)
        var status = stat()
        #expect(stat(self.path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o400)
        #expect(status.st_size == 32)
        #expect(try KeyFile.read(self.path).count == 32)
    }

    @Test func `the bytes read are the bytes drawn`() throws {
        try KeyFile.create(self.path, randomBytes: { Array(0..<UInt8($0)) })
        #expect(try KeyFile.read(self.path).array()[31] == 31)
    }

    @Test func `a file that is there is never replaced`() throws {
        try KeyFile.create(self.path, randomBytes: { [UInt8](repeating: 1, count: $0) })
        #expect(
            self.code { try KeyFile.create(self.path, randomBytes: SecureRandom.system) } == .keyFileExists)
        #expect(try KeyFile.read(self.path).array()[0] == 1)
    }

    @Test func `a dangling link is not followed when a file is made`() {
        symlink(self.folder + "/elsewhere", self.path)
        #expect(
            self.code { try KeyFile.create(self.path, randomBytes: SecureRandom.system) } == .keyFileExists)
        #expect(access(self.folder + "/elsewhere", F_OK) != 0)
    }

    @Test func `no folder, no file`() {
        let path = self.folder + "/missing/root.key"
        #expect(self.code { try KeyFile.create(path, randomBytes: SecureRandom.system) } == .keyFileInaccessible)
        #expect(self.code { _ = try KeyFile.read(path) } == .keyFileMissing)
    }

    @Test func `a missing file is told apart`() { #expect(self.readCode() == .keyFileMissing) }

    @Test(arguments: [0o400, 0o600, 0o500] as [mode_t]) func `a file of ours alone is read`(mode: mode_t) {
        self.write(32, mode: mode)
        #expect(self.readCode() == nil)
    }

    @Test(arguments: [0o440, 0o404, 0o420, 0o402, 0o410, 0o401, 0o644, 0o777] as [mode_t])
    func `a file open to others is refused`(mode: mode_t) {
        self.write(32, mode: mode)
        #expect(self.readCode() == .keyFileOpenToOthers)
    }

    @Test(arguments: [0, 1, 31, 33, 64]) func `a file of another length is refused`(count: Int) {
        self.write(count, mode: 0o400)
        #expect(self.readCode() == .keyFileWrongLength)
    }

    @Test func `a link is refused`() throws {
        try KeyFile.create(self.folder + "/real", randomBytes: SecureRandom.system)
        symlink(self.folder + "/real", self.path)
        #expect(self.readCode() == .keyFileIsLink)
    }

    @Test func `a folder and a pipe are refused without waiting`() {
        mkdir(self.path, 0o700)
        #expect(self.readCode() == .keyFileNotRegular)
        rmdir(self.path)
        mkfifo(self.path, 0o600)
        #expect(self.readCode() == .keyFileNotRegular)
    }

    @Test(.enabled(if: geteuid() == 0, "changing the owner of a file takes root"))
    func `a file of another user is refused`() {
        self.write(32, mode: 0o400)
        chown(self.path, 12345, 12345)
        #expect(self.readCode() == .keyFileWrongOwner)
    }

    @Test func `a message names the file and nothing in it`() {
        self.write(31, mode: 0o400)
        do throws(CryptographyError) {
            _ = try KeyFile.read(self.path)
        } catch {
            #expect(error.description.contains(self.path))
            #expect(!error.description.contains("\u{5}"))
        }
    }
}
