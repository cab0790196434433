import HTTPMachines
import NIOCore

/// Writes body bytes in the framing of the way on, in either direction.
enum BodyWriter {
    /// Appends a piece.
    static func append(_ range: ByteRange, of source: ByteBuffer, isChunked: Bool, to buffer: inout ByteBuffer) {
        guard !range.isEmpty else { return }
        if isChunked {
            ChunkPrefix(UInt64(range.count)).withUnsafeBytes { _ = buffer.writeBytes($0) }
        }
        buffer.write(range, of: source.readableBytesUInt8Span)
        if isChunked { buffer.write(ChunkPrefix.lineEnd) }
    }

    /// Appends the end of a chunked body.
    static func appendEnd(_ trailers: ByteRange, of source: ByteBuffer, to buffer: inout ByteBuffer) {
        guard !trailers.isEmpty else { return buffer.write(ChunkPrefix.end) }
        buffer.write(ChunkPrefix.last)
        buffer.write(trailers, of: source.readableBytesUInt8Span)
        buffer.write(ChunkPrefix.lineEnd)
    }

    /// Has a piece sent, a large one without its being copied.
    static func send(_ range: ByteRange, of source: ByteBuffer, isChunked: Bool, on stream: inout SocketStream) {
        guard !range.isEmpty else { return }
        guard isChunked else { return stream.write(range, of: source) }
        ChunkPrefix(UInt64(range.count)).withUnsafeBytes { stream.write($0) }
        stream.write(range, of: source)
        stream.write(UnsafeRawBufferPointer(start: ChunkPrefix.lineEnd.utf8Start, count: 2))
    }
}
