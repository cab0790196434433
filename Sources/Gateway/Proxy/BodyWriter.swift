import HTTPMachines
import NIOCore

/// Writes body bytes in the framing of the way on, in either direction.
enum BodyWriter {
    /// Pieces up to this many bytes are copied together with their framing; larger ones travel as they are.
    static let copiedBytes = 4_096

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

    /// Writes a piece to a channel, without copying when it is large.
    static func write(
        _ range: ByteRange, of source: ByteBuffer, isChunked: Bool, buffers: inout BufferStack,
        _ write: (ByteBuffer) -> Void
    ) {
        guard !range.isEmpty else { return }
        guard range.count > Self.copiedBytes else {
            var buffer = buffers.take()
            append(range, of: source, isChunked: isChunked, to: &buffer)
            write(buffer)
            return buffers.put(buffer)
        }
        guard
            let slice = source.getSlice(at: source.readerIndex + range.lowerBound, length: Int(range.count))
        else { return }
        guard isChunked else { return write(slice) }
        var prefix = buffers.take()
        ChunkPrefix(UInt64(range.count)).withUnsafeBytes { _ = prefix.writeBytes($0) }
        write(prefix)
        write(slice)
        var end = buffers.take()
        end.write(ChunkPrefix.lineEnd)
        write(end)
        buffers.put(prefix)
        buffers.put(end)
    }
}
