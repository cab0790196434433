import NIOCore

/// How large a connection's receive buffers are: small while it is quiet, up to 64 KiB while a body streams.
enum ReceiveBuffers {
    static let allocator = AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 2_048, maximum: 65_536)
}
