/// Bytes that come piece by piece, because there are too many for memory.
package protocol BytePieces: AnyObject {
    /// The next ones; `nil` behind the last.
    func next() throws -> [UInt8]?
}

/// Begins with the first piece. What is thrown later breaks the answer off.
package typealias ByteStream = @Sendable () throws -> any BytePieces
