import Glibc

/// Sockets that listened before the process began, by the names that the service manager gave them (sd_listen_fds(3)): while
/// the process is away, whoever connects waits in them and is not refused.
package struct InheritedSockets: Sendable {
    /// Why what the service manager passed cannot be used: one sentence.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The number of the first one.
    private static let first: CInt = 3
    /// Most of them.
    private static let most: CInt = 16

    private let descriptors: [String: CInt]

    /// None.
    package init() { self.descriptors = [:] }

    /// Those that the environment tells of, when it means this process. They have to have different names out of `known`, and
    /// to be stream sockets that listen.
    package init(environment: [String: String], process: Int32, known: Set<String>) throws(Failure) {
        guard environment["LISTEN_PID"].flatMap(Int32.init) == process, let told = environment["LISTEN_FDS"] else {
            self.descriptors = [:]
            return
        }
        guard let count = CInt(told), (0...Self.most).contains(count) else {
            throw Failure(description: "LISTEN_FDS is '\(told)', which is no number from 0 to \(Self.most)")
        }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        var descriptors: [String: CInt] = [:]
        for position in 0..<Int(count) {
            let name = position < names.count ? String(names[position]) : ""
            let descriptor = Self.first + CInt(position)
            guard known.contains(name) else {
                let wanted = known.sorted().joined(separator: " or ")
                throw Failure(description: "a socket is named '\(name)': FileDescriptorName= has to be \(wanted)")
            }
            guard descriptors.updateValue(descriptor, forKey: name) == nil else {
                throw Failure(description: "two sockets are named '\(name)'")
            }
            guard Self.listens(descriptor) else {
                throw Failure(description: "the socket '\(name)' is no stream socket that listens")
            }
            Self.prepare(descriptor)
        }
        self.descriptors = descriptors
    }

    /// Another descriptor of the socket of that name; `nil` when there is none. The socket goes on listening when it is closed.
    package func socket(_ name: String) throws(SystemError) -> ListeningSocket? {
        guard let descriptor = self.descriptors[name] else { return nil }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SystemError.last("fcntl") }
        return ListeningSocket(adopting: copy)
    }

    private static func listens(_ descriptor: CInt) -> Bool {
        Self.option(SO_ACCEPTCONN, of: descriptor) == 1
            && Self.option(SO_TYPE, of: descriptor) == CInt(SOCK_STREAM.rawValue)
    }

    private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }

    /// Children do not get it, and accepting from it never waits.
    private static func prepare(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let flags = fcntl(descriptor, F_GETFL)
        if flags >= 0 { _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) }
    }
}
