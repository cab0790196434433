import Foundation

/// Writes whole texts to a standard stream. A reader that went away ends the process without a word.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(self.rawValue, rest.baseAddress, rest.count)
                if count >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                } else if errno != EINTR {
                    self.giveUp(errno)
                    return
                }
            }
        }
    }

    func writeLine(_ line: String) { self.write(line + "\n") }

    /// Ends the process when nobody reads any more, as the next write would: for who waits long before there is one.
    func endWithReader() {
        var reader = pollfd(fd: self.rawValue, events: 0, revents: 0)
        guard poll(&reader, 1, 0) > 0, reader.revents & Int16(POLLERR) != 0 else { return }
        self.giveUp(EPIPE)
    }

    /// A closed pipe kills with SIGPIPE, as it does any filter; other failures of stdout are failures of the command.
    private func giveUp(_ code: Int32) {
        guard self == .output else { return }
        if code == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        exit(ExitReason.failed.rawValue)
    }
}
