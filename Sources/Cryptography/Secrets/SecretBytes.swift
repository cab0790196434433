import CKeyedDigest

/// The one home of key material: whole pages of their own, kept out of the swap and of core dumps where the system
/// allows it (`GuardedPages`), zeroed at the end. It cannot be copied, printed, compared or encoded.
///
/// `@unchecked Sendable`: the memory is written only inside the initialisers, before anyone else can see it.
@safe
package struct SecretBytes: ~Copyable, @unchecked Sendable {
    private let pages: UnsafeMutableRawBufferPointer
    /// Bytes of the secret.
    package let count: Int

    /// Takes memory for `count` bytes, zeroed, and lets `fill` write them.
    package init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(count >= 0 && count <= 1 << 24, "a secret is at most 16 MiB")
        self.pages = GuardedPages.take(count)
        self.count = count
        fill(.init(rebasing: self.pages[..<count]))
    }

    /// Copies bytes that the caller then forgets.
    package init(copying bytes: Span<UInt8>) {
        self.init(count: bytes.count) { target in
            bytes.withUnsafeBytes { target.copyMemory(from: $0) }
        }
    }

    /// Copies an array and overwrites it, as far as it was the only reference to its memory.
    package init(consuming bytes: inout [UInt8]) {
        self.init(copying: bytes.span)
        bytes.withUnsafeMutableBytes { bytes in
            if let address = bytes.baseAddress { keyed_digest_wipe(address, bytes.count) }
        }
    }

    /// Draws a secret.
    package init(random count: Int, from randomBytes: RandomBytes) {
        var bytes = randomBytes(count)
        precondition(bytes.count == count, "the source of randomness gave another number of bytes than asked for")
        self.init(consuming: &bytes)
    }

    deinit {
        keyed_digest_wipe(self.address, self.pages.count)
        GuardedPages.giveBack(self.pages)
    }

    /// Lends the bytes. What `body` copies is no longer guarded.
    package func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: self.address.assumingMemoryBound(to: UInt8.self), count: self.count).span)
    }

    /// Lends the memory to code of this target.
    var buffer: UnsafeRawBufferPointer { .init(start: self.address, count: self.count) }

    /// Where the secret lies: there is always at least one page.
    var address: UnsafeMutableRawPointer {
        guard let address = self.pages.baseAddress else { preconditionFailure("allocated memory has an address") }
        return address
    }
}
