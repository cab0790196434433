import CSystemCalls

/// What the allocator keeps of what has been given back to it.
enum AllocatorSettings {
    /// Bytes that each arena, of which a thread has one, keeps: the buffers that a loop's bodies come and go in.
    private static let kept: CInt = 8 << 20
    /// Pieces larger than this are the kernel's again as soon as nobody has them.
    private static let larger: CInt = 1 << 20

    /// To be called before there are threads.
    static func apply() { system_keep_freed_memory(Self.kept, Self.larger) }
}
