import Dispatch
import Glibc
package import Keys
import Synchronization

/// Looks up the addresses of host names, which blocks, on threads of its own. Who asks for a name that is being looked up
/// waits for the same answer, so that there are never more look-ups at once than names.
package final class NameLookup: Sendable {
    package typealias Answer = @Sendable ([IPAddress]) -> Void

    private let waiting = Mutex<[String: [Answer]]>([:])
    private let queue = DispatchQueue(label: "gatehouse.names", attributes: .concurrent)

    private let find: @Sendable (String) -> [IPAddress]

    /// - Parameter find: looks up one name, and may block; the system does unless somebody else is to.
    package init(_ find: @escaping @Sendable (String) -> [IPAddress] = { NameLookup.lookUp($0) }) { self.find = find }

    /// Who may wait for one name.
    private static let mostWaiting = 4_096

    /// Calls back once, from another thread, with the addresses in the system's order (RFC 6724); none when there are none.
    /// When too many wait for the name already there are none, at once.
    package func addresses(of host: String, _ answer: @escaping Answer) {
        let before = self.waiting.withLock { waiting in
            let before = waiting[host, default: []].count
            if before < Self.mostWaiting { waiting[host, default: []].append(answer) }
            return before
        }
        guard before < Self.mostWaiting else { return answer([]) }
        guard before == 0 else { return }
        self.queue.async {
            let found = self.find(host)
            let answers = self.waiting.withLock { $0.removeValue(forKey: host) ?? [] }
            for answer in answers { answer(found) }
        }
    }

    /// Looks up a name, and blocks meanwhile. The text of an address is the address.
    package static func lookUp(_ host: String) -> [IPAddress] {
        if let address = IPAddress(host) { return [address] }
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let list else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next, found.count < Self.most {
            if let address = Self.address(entry.pointee), !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        return found
    }

    /// Addresses of one name that are tried.
    private static let most = 16

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let address = entry.ai_addr, Int(entry.ai_addrlen) <= MemoryLayout<sockaddr_storage>.size else {
            return nil
        }
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
        }
        return Endpoint(storage)?.address
    }
}
