/// Why a file is not a database of places that can be used. What was in force before stays.
package enum DatabaseFault: Error, Equatable {
    /// No metadata at its end: another kind of file, or one that is cut off.
    case notDatabase
    case truncated
    /// Another major version of the format than 2.
    case versionNotSupported
    case metadataMalformed
    case tooLarge
    /// A record points outside the tree and the data.
    case recordOutOfRange
    /// The tree is deeper than an address has bits, or nodes hang below several others.
    case notTree
    case dataMalformed
    /// Reading it would take longer than any database there is.
    case tooMuchWork
    /// It says nothing of what it is there for: a database of something else.
    case saysNothing

    /// For people.
    package var sentence: String {
        switch self {
        case .notDatabase: "it is not a MaxMind database, or is cut off"
        case .truncated: "it is shorter than it says"
        case .versionNotSupported: "it is of another version of the format than 2"
        case .metadataMalformed: "its metadata make no sense"
        case .tooLarge: "it is larger than any database there is"
        case .recordOutOfRange: "a record of its tree points outside"
        case .notTree: "its tree is no tree"
        case .dataMalformed: "its data make no sense"
        case .tooMuchWork: "reading it would take too long"
        case .saysNothing: "it says nothing of what it is configured for"
        }
    }
}
