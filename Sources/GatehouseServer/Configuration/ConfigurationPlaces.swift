import AuditExport
package import ConfigurationReading
import Foundation
import Glibc

/// What can be told of the files that a configuration names without starting a server.
package enum ConfigurationPlaces {
    /// - Returns: what may be so for a reason, such as a disk that is mounted later, and works badly or not at all if not.
    /// - Throws: `StartFailure` for the first that must not be so.
    package static func check(_ configuration: ServerConfiguration) throws(StartFailure) -> [String] {
        let data = configuration.dataFolder
        var remarks: [String] = []
        if let file = configuration.rootKeyFile, FilePlace.isInside(file, folder: data) {
            remarks.append("rootKey.file lies in the data folder, where one backup or one thief takes both: \(file)")
        }
        if let path = configuration.audit.anchorFile {
            _ = try AnchorFile(path: path, dataFolder: data)
            remarks += self.missingFolder(of: path, for: "audit.anchorFile")
        }
        for sink in configuration.audit.sinks {
            if case .file(let file) = sink.destination {
                remarks += self.missingFolder(of: file.path, for: "the file of the audit sink '\(sink.name)'")
            }
            if let file = sink.tokenFile {
                remarks += try self.unreadable(file, for: "the audit sink '\(sink.name)'")
            }
        }
        return remarks
    }

    private static func missingFolder(of path: String, for what: String) -> [String] {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
        return isThere ? [] : ["the folder of \(what) is not there, and the server does not make it: \(folder)"]
    }

    private static func unreadable(_ path: String, for what: String) throws(StartFailure) -> [String] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            return ["the token file of \(what) cannot be read: \(path): \(String(cString: strerror(errno)))"]
        }
        defer { close(descriptor) }
        guard FilePrivacy.isPrivate(descriptor) else {
            throw StartFailure(
                .exposed,
                "others can read or write the token file of \(what): run chmod 0600 on \(path), and replace the token")
        }
        return []
    }
}
