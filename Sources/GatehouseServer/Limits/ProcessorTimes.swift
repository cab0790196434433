import DurableFiles
import Glibc

/// What processors have done since the machine was started: the first line of `/proc/stat`, proc(5).
struct ProcessorTimes: Equatable {
    let busy: UInt64
    let all: UInt64

    static func now() -> Self? {
        let descriptor = open("/proc/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return Self(String(decoding: DurableFile.bytes(of: descriptor, atMost: 512).bytes, as: UTF8.self))
    }

    /// Reads `cpu  user nice system idle iowait irq softirq steal …`; `nil` for anything else.
    init?(_ text: String) {
        guard let line = text.split(separator: "\n").first else { return nil }
        let words = line.split(separator: " ")
        guard words.first == "cpu" else { return nil }
        let numbers = words.dropFirst().prefix(8).compactMap { UInt64($0) }
        guard numbers.count >= 5 else { return nil }
        var all: UInt64 = 0
        for number in numbers { all &+= number }
        self.all = all
        self.busy = all &- numbers[3] &- numbers[4]
    }

    /// How busy they were since an earlier look, in percent; `nil` when no time has passed.
    func load(since before: Self?) -> UInt32? {
        guard let before, self.all > before.all, self.busy >= before.busy else { return nil }
        let (busy, all) = (self.busy - before.busy, self.all - before.all)
        return UInt32(clamping: min(busy, all) * 100 / all)
    }
}
