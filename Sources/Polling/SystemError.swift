import Glibc

/// A system call that failed.
package struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the call.
    package let call: StaticString
    /// `errno`.
    package let code: CInt

    package init(_ call: StaticString, _ code: CInt) {
        self.call = call
        self.code = code
    }

    /// The error that the calling thread met last.
    static func last(_ call: StaticString) -> Self { Self(call, errno) }

    /// Whether it is this process, or this machine, that has too many files open: nobody else's fault.
    package var isOutOfDescriptors: Bool { self.code == EMFILE || self.code == ENFILE }

    /// What the system says of it, such as "Address already in use".
    package var reason: String { String(cString: strerror(self.code)) }

    package var description: String { "\(self.call): \(self.reason)" }

    package static func == (one: Self, other: Self) -> Bool { one.code == other.code }
}
