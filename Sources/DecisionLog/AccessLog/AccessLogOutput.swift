import Glibc

/// Where access-log lines are written to.
struct AccessLogOutput: Sendable {
    private let descriptor: Int32?

    init(_ target: DecisionLogConfiguration.AccessLog) throws(DecisionLogError) {
        switch target {
        case .none: self.descriptor = nil
        case .standardOutput: self.descriptor = STDOUT_FILENO
        case .file(let path):
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else {
                throw .init(.accessLogUnusable, "Cannot open \(path): \(String(cString: strerror(errno)))")
            }
            self.descriptor = descriptor
        }
    }

    var isWanted: Bool { self.descriptor != nil }

    /// Writes whole lines; blocks while whoever reads them is slow.
    ///
    /// - Returns: whether they were written.
    func write(_ lines: [UInt8]) -> Bool {
        guard let descriptor = self.descriptor, !lines.isEmpty else { return true }
        return lines.withUnsafeBytes { FileWriting.write($0, to: descriptor) }
    }

    func close() {
        if let descriptor = self.descriptor, descriptor != STDOUT_FILENO { Glibc.close(descriptor) }
    }
}
