import Glibc
import NIOCore

/// The short way out of a connection: straight to its socket, past the channel's queue of writes, which costs as much as
/// parsing the request did. What the socket does not take at once goes the long way, through the channel; while the
/// channel holds anything back, so does everything after it.
///
/// For channels without handlers that change bytes on their way out.
struct DirectOutput {
    private var descriptor: CInt = -1
    /// Something went through the channel and may still be waiting there.
    private var isBehind = false

    /// The channel is active: from here on its socket may be written to.
    mutating func open(_ context: ChannelHandlerContext) {
        let found = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
        self.descriptor = found ?? -1
    }

    /// The channel is inactive, or about to be: its descriptor may be another connection's the next moment.
    mutating func close() { self.descriptor = -1 }

    /// Bytes were handed to the channel.
    mutating func noteChannelWrite() { self.isBehind = true }

    /// Sends what the socket takes at once, and takes it off the buffer. A socket that fails says so again when the rest
    /// reaches it through the channel, which knows what is to be done then.
    ///
    /// - Returns: whether nothing is left.
    mutating func send(_ buffer: inout ByteBuffer, _ context: ChannelHandlerContext?) -> Bool {
        guard self.descriptor >= 0, let context, !self.isBehind || self.hasCaughtUp(context) else { return false }
        let descriptor = self.descriptor
        let sent = buffer.withUnsafeReadableBytes { bytes in
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if sent > 0 { buffer.moveReaderIndex(forwardBy: sent) }
        return buffer.readableBytes == 0
    }

    private mutating func hasCaughtUp(_ context: ChannelHandlerContext) -> Bool {
        let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        self.isBehind = waiting != 0
        return !self.isBehind
    }
}
