import Keys
import TestKit
import Testing

@testable import Auditing

@Suite struct AnchoredHeadTests {
    private let log: GrowingLog

    init() throws {
        var log = try GrowingLog()
        log.grow(to: 20)
        self.log = log
    }

    private func verdict(_ known: Checkpoint, hasRoot: Bool = true, on log: GrowingLog) -> AnchoredHead.Verdict {
        AnchoredHead(anchor: "file", size: known.size, root: hasRoot ? known.root : nil)
            .judge(log.checkpoint()) { log.checkpoint(at: $0).root }
    }

    @Test func `what has grown from it, or is it, extends it`() {
        for size in 0...20 as ClosedRange<UInt64> {
            #expect(self.verdict(self.log.checkpoint(at: size), on: self.log) == .extends)
        }
    }

    @Test func `fewer entries are older, whatever they are`() {
        for size in 0..<20 {
            #expect(self.verdict(self.log.checkpoint(), on: self.log.cut(to: size)) == .isOlder)
            #expect(self.verdict(self.log.checkpoint(), hasRoot: false, on: self.log.cut(to: size)) == .isOlder)
        }
    }

    @Test func `other entries are another history, where the root is known`() {
        for branch in 0..<15 {
            var fork = self.log.cut(to: branch)
            fork.grow(to: 20, branch: 1)
            #expect(self.verdict(self.log.checkpoint(at: 15), on: fork) == .isAnother)
            #expect(self.verdict(self.log.checkpoint(at: UInt64(branch)), on: fork) == .extends)
            #expect(self.verdict(self.log.checkpoint(at: 15), hasRoot: false, on: fork) == .extends)
        }
    }

    @Test func `a tree that cannot be told is no proof`() {
        let known = AnchoredHead(anchor: "file", size: 3, root: self.log.checkpoint(at: 3).root)
        #expect(known.judge(self.log.checkpoint()) { _ in nil } == .isAnother)
    }
}
