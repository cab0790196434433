import Foundation
import Testing

@testable import GatehouseServer

@Suite struct FilePlaceTests {
    @Test(arguments: [
        ("/a/b/c", "/a/b", true), ("/a/b", "/a/b", true), ("/a/bc", "/a/b", false), ("/a", "/a/b", false),
        ("/a/b/../c", "/a/b", false), ("/a/./b/c", "/a/b/", true), ("/a", "/", true),
    ])
    func `a file is inside the folder its path leads through`(_ file: String, _ folder: String, _ isInside: Bool) {
        #expect(FilePlace.isInside(file, folder: folder) == isInside)
    }

    @Test func `a link into the folder is inside it, also where its end does not exist yet`() throws {
        let place = NSTemporaryDirectory() + "/place-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: place) }
        try FileManager.default.createDirectory(atPath: place + "/data", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: place + "/link", withDestinationPath: place + "/data")
        #expect(FilePlace.isInside(place + "/link/root.key", folder: place + "/data"))
        #expect(FilePlace.isInside(place + "/data/root.key", folder: place + "/link"))
        #expect(!FilePlace.isInside(place + "/other/root.key", folder: place + "/link"))
    }
}
