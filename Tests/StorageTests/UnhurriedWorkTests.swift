import Foundation
import Storage
import Testing

@Suite struct UnhurriedWorkTests {
    @Test func `the value of the work is the answer`() {
        let value = UnhurriedWork.run { 3 }
        #expect(value == 3)
    }

    @Test func `what the work throws goes on as it is`() {
        let failure = #expect(throws: StorageError.self) {
            try UnhurriedWork.run { () throws(StorageError) -> Void in throw StorageError(.full, "no space") }
        }
        #expect(failure?.code == .full)
    }

    @Test func `afterwards the thread has the turns that it had`() throws {
        let before = try Self.turn()
        let during = try UnhurriedWork.run { try Self.turn() }
        let after = try Self.turn()
        #expect(after == before)
        // Kernels before 6.12 leave them as they are, and some show nothing.
        #expect((during ?? 0) >= (before ?? 0))
    }

    /// What the kernel shows of the calling thread's turns; `nil` when it does not.
    private static func turn() throws -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/thread-self/sched", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("se.slice") }
        return line.flatMap { Double($0.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "") }
    }
}
