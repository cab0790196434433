import Keys
import Synchronization
import TestKit

/// The credentials that clients show: those of live keys, and of dead ones until new keys take their places.
final class ShownCredentials: Sendable {
    struct Credential: Sendable {
        let number: Int
        /// A whole request that carries the token.
        let request: [UInt8]
    }

    private struct State {
        var next = 0
        /// Per place: what is shown of the key there, the newest last.
        var places: [[Credential]]
        var all: [Credential] = []
    }

    private let state: Mutex<State>

    init(places: Int) { self.state = .init(.init(places: Array(repeating: [], count: places))) }

    /// Shows a token in that place, beside the one of the version before it when it is the same key's.
    ///
    /// - Returns: the credential's number.
    func show(_ token: [UInt8], in place: Int, besideOlder: Bool) -> Int {
        let request =
            Array("GET /orders?bytes=2 HTTP/1.1\r\nHost: a\r\nX-API-Key: ".utf8) + token + Array("\r\n\r\n".utf8)
        return self.state.withLock { state in
            let credential = Credential(number: state.next, request: request)
            state.next += 1
            state.places[place] = (besideOlder ? state.places[place].suffix(1) : []) + [credential]
            state.all = state.places.flatMap(\.self)
            return credential.number
        }
    }

    /// Any one of them.
    func draw(_ random: inout SeededGenerator) -> Credential? {
        self.state.withLock { $0.all.isEmpty ? nil : random.pick($0.all) }
    }
}
