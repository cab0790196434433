import Auditing
import ConfigurationReading
import DurableFiles
import Geolocation
import Glibc
import Synchronization

/// The databases of places that the configuration names: read at the start, and again when they change. What cannot be used
/// leaves the last good one in force.
final class PlaceFiles: Sendable {
    /// How a database stands, for metrics, `doctor` and the log.
    struct Standing: Sendable {
        let content: DatabaseContent
        let path: String
        /// Of the one in force.
        var metadata: DatabaseMetadata
        /// Stretches of addresses that it tells apart.
        var stretches: Int
        /// Why a newer file is not in force; `nil` when the newest is.
        var failure: String?
        /// Files that were not taken.
        var refused: UInt64 = 0
    }

    private struct File {
        var table: PlaceTable
        var standing: Standing
        /// What is known by these marks was read, or was tried.
        var known: FileMark?
        var last: FileMark?
    }

    let directory = PlaceDirectory()
    private let files: Mutex<[File]>

    /// Reads the files; throws when one cannot be used: a rule about countries must not begin by knowing none.
    init(_ settings: GeoSettings) throws(StartFailure) {
        var files: [File] = []
        let named = [(DatabaseContent.country, settings.countryDatabase), (.network, settings.networkDatabase)]
        for (content, path) in named {
            guard let path else { continue }
            let mark = FileMark(path: path)
            let table: PlaceTable
            do throws(PlaceFileProblem) {
                table = try Self.read(path, content)
            } catch {
                throw StartFailure(.configuration, "geo.\(content.rawValue)Database: \(path): \(error.sentence)")
            }
            let standing = Standing(content: content, path: path, metadata: table.metadata, stretches: table.count)
            files.append(File(table: table, standing: standing, known: mark, last: mark))
        }
        self.files = Mutex(files)
        self.publish()
    }

    /// How each database stands; none without settings.
    var standings: [Standing] { self.files.withLock { $0.map(\.standing) } }

    /// Looks whether files have changed, and takes those that have, once they are no longer being written: what changes from
    /// one look to the next waits for the next.
    ///
    /// - Returns: what has been taken, or refused.
    func look() -> [Standing] {
        var news: [Standing] = []
        for index in self.files.withLock({ $0.indices }) {
            let file = self.files.withLock { $0[index] }
            let now = FileMark(path: file.standing.path)
            if now != file.known, now == file.last { news.append(self.renew(index, file, now)) }
            self.files.withLock { $0[index].last = now }
        }
        return news
    }

    private func renew(_ index: Int, _ file: File, _ mark: FileMark?) -> Standing {
        var file = file
        file.known = mark
        do throws(PlaceFileProblem) {
            file.table = try Self.read(file.standing.path, file.standing.content)
            file.standing.metadata = file.table.metadata
            file.standing.stretches = file.table.count
            file.standing.failure = nil
        } catch {
            file.standing.failure = error.sentence
            file.standing.refused += 1
        }
        self.files.withLock { $0[index] = file }
        self.publish()
        return file.standing
    }

    private func publish() {
        let tables = self.files.withLock { $0.map { ($0.standing.content, $0.table) } }
        guard !tables.isEmpty else { return }
        self.directory.put(
            Places(
                countries: tables.first { $0.0 == .country }?.1, networks: tables.first { $0.0 == .network }?.1))
    }

    private static func read(_ path: String, _ content: DatabaseContent) throws(PlaceFileProblem) -> PlaceTable {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try DurableFile(path: path).read(atMost: PlaceTable.longestFile, fromAnyone: true)
        } catch {
            throw PlaceFileProblem(sentence: error.message)
        }
        guard let bytes else { throw PlaceFileProblem(sentence: "it is not there") }
        do throws(DatabaseFault) {
            return try PlaceTable(file: bytes, content: content)
        } catch {
            throw PlaceFileProblem(sentence: error.sentence)
        }
    }
}

/// Why a file cannot be used.
private struct PlaceFileProblem: Error {
    let sentence: String
}
