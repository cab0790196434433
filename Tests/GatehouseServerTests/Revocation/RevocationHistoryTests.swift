import Testing

@Suite struct RevocationHistoryTests {
    private func violations(_ request: (began: UInt64, ended: UInt64), admitted: Bool = true, until: UInt64 = .max)
        -> Int
    {
        var history = RevocationHistory()
        history.outages = [.init(credential: 1, from: 100, until: until)]
        history.requests = [
            .init(credential: 1, began: request.began, ended: request.ended, isAdmitted: admitted),
            .init(credential: 2, began: request.began, ended: request.ended, isAdmitted: true),
        ]
        return history.violations().count
    }

    @Test func `only an admission wholly inside the outage is a violation`() {
        #expect(self.violations((101, 110)) == 1)
        #expect(self.violations((101, 110), admitted: false) == 0)
        #expect(self.violations((99, 110)) == 0)
        #expect(self.violations((101, 110), until: 105) == 0)
        #expect(self.violations((101, 104), until: 105) == 1)
    }
}
