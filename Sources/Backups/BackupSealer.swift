package import Cryptography

/// Writes a backup piece by piece: header, manifest, database, end mark. Holds some hundred kilobytes at any time.
package struct BackupSealer: ~Copyable {
    /// What is written first.
    package let beginning: [UInt8]

    private var stream: StreamSealer

    package init(
        header: BackupHeader, manifest: BackupManifest, rootKey: RootKey, randomBytes: RandomBytes
    ) throws(CryptographyError) {
        var stream = StreamSealer(key: rootKey.subkey(.backup), context: header.context, randomBytes: randomBytes)
        let text = manifest.bytes
        let length = UInt32(clamping: text.count)
        let sealed = try stream.append(([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + text).span)
        self.beginning = header.bytes + stream.header + sealed
        self.stream = stream
    }

    /// Takes more of the database and gives what of it can be written already.
    package mutating func append(_ database: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
        try self.stream.append(database)
    }

    /// The end, without which no backup opens.
    package consuming func finish() throws(CryptographyError) -> [UInt8] {
        try self.stream.finish()
    }
}
