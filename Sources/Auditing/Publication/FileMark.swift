/// What tells a file from one that was put in its place, or was written to, without reading it.
package struct FileMark: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let bytes: Int64
    /// When content, name or rights last changed, in nanoseconds: nobody can set it.
    package let changed: Int64

    package init(device: UInt64, inode: UInt64, bytes: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.bytes = bytes
        self.changed = changed
    }
}
