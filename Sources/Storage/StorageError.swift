/// A failure of the store. A row that is not there is `nil`, never an error.
package struct StorageError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The file is not a Gatehouse database, or of a later format.
        case foreign
        /// Content does not match its MAC, its columns, or the file format.
        case damaged
        /// The root key is not the one this database was made with.
        case wrongRootKey
        /// No space left. Nothing was written; writes work again when there is space.
        case full
        /// No right to read, write or create.
        case denied
        /// Another process holds the database.
        case held
        /// Others can read or write the folder or file.
        case exposed
        /// A write or fsync failed: nothing is written any more until a restart.
        case poisoned
        /// Too many writes are waiting.
        case overloaded
        /// A unique name or id is taken.
        case duplicate
        /// The row was changed since it was read.
        case stale
        case closed
        /// A bug, or a condition SQLite reports that nothing above describes.
        case unexpected
    }

    package let code: Code
    /// One sentence for the operator; names the object or file, never content.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(self.code.rawValue): \(self.message)" }
}
