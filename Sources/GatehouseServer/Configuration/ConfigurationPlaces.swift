import AuditExport
package import ConfigurationReading
import Foundation
import Glibc

/// What can be told of the files that a configuration names without starting a server.
package enum ConfigurationPlaces {
    /// - Throws: `StartFailure` for the first that a server could not work with, or must not.
    package static func check(_ configuration: ServerConfiguration) throws(StartFailure) {
        let data = configuration.dataFolder
        if let file = configuration.rootKeyFile, FilePlace.isInside(file, folder: data) {
            throw StartFailure(
                .configuration,
                "rootKey.file lies in the data folder, where one backup or one thief takes both: \(file). Only 'gatehouse "
                    + "serve --dev' keeps it there")
        }
        if let path = configuration.audit.anchorFile {
            _ = try AnchorFile(path: path, dataFolder: data)
            try self.requireFolder(of: path, for: "audit.anchorFile")
        }
        for sink in configuration.audit.sinks {
            if case .file(let file) = sink.destination {
                try self.requireFolder(of: file.path, for: "the file of the audit sink '\(sink.name)'")
            }
            if let file = sink.tokenFile { try self.requirePrivate(file, for: "the audit sink '\(sink.name)'") }
        }
    }

    /// Nobody makes it: a folder that is missing may be a disk that is not mounted.
    private static func requireFolder(of path: String, for what: String) throws(StartFailure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw StartFailure(.configuration, "the folder of \(what) is not there: \(folder)")
        }
    }

    private static func requirePrivate(_ path: String, for what: String) throws(StartFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw StartFailure(
                .configuration, "the token file of \(what) cannot be read: \(path): \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        guard FilePrivacy.isPrivate(descriptor) else {
            throw StartFailure(
                .exposed,
                "others can read or write the token file of \(what): run chmod 0600 on \(path), and replace the token")
        }
    }
}
