import Synchronization

/// The records of one event loop on their way to the disk. Bounded: when it is full the record is dropped and counted, and
/// the request goes on.
///
/// The lock is held for one append or one exchange of two buffers, so a loop never waits for the disk. Both buffers have
/// their full size from the start: appending allocates nothing.
package final class DecisionRing: Sendable {
    private struct State {
        var frames: FrameBuffer
        var dropped: UInt64 = 0
    }

    private let capacity: Int
    private let state: Mutex<State>
    private let wake: WakeUp

    init(capacity: Int, wake: WakeUp) {
        self.capacity = max(capacity, 1)
        self.wake = wake
        self.state = .init(State(frames: FrameBuffer(capacity: capacity)))
    }

    /// Hands a record over. Never blocks and never allocates.
    package func append(_ record: DecisionRecord) {
        let count = self.state.withLock { state in
            guard state.frames.append(record) else {
                state.dropped &+= 1
                return 0
            }
            return state.frames.count
        }
        if count == self.capacity / 2 { self.wake.signal() }
    }

    /// Records dropped since the start.
    var dropped: UInt64 { self.state.withLock(\.dropped) }

    /// Takes all records and leaves the buffer, emptied, in their place.
    func exchange(_ frames: inout FrameBuffer) {
        frames.removeAll()
        self.state.withLock { swap(&$0.frames, &frames) }
    }
}
