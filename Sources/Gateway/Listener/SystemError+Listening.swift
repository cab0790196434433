import Glibc
import Polling

extension SystemError {
    /// Why the system gives us no port, in words for the person who chose it.
    var causeOfPort: String {
        switch self.code {
        case EADDRINUSE: "another process is using the port"
        case EADDRNOTAVAIL: "this machine does not have the address"
        case EACCES: "the port may not be used without the right to ports below 1024"
        default: self.causeOfPath
        }
    }

    /// Why the system gives us no Unix socket.
    var causeOfPath: String {
        switch self.code {
        case EMFILE, ENFILE: "too many files are open"
        case EADDRINUSE: "something else has that name"
        default: self.reason
        }
    }
}
