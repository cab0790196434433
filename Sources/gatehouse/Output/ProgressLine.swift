/// A line on stderr that tells how far long work is: after 100 ms, ten times a second at most, gone at the end.
struct ProgressLine: ~Copyable {
    private static let pause = Duration.milliseconds(100)

    private let isShown: Bool
    private var last = ContinuousClock.now
    private var isThere = false

    /// `isShown` when stderr is a terminal and a person reads it.
    init(isShown: Bool) { self.isShown = isShown }

    mutating func update(_ text: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard self.isShown, self.last.duration(to: now) >= Self.pause else { return }
        StandardStream.error.write("\r" + text() + "\u{1B}[K")
        self.last = now
        self.isThere = true
    }

    mutating func end() {
        guard self.isThere else { return }
        StandardStream.error.write("\r\u{1B}[K")
        self.isThere = false
    }
}
