import Keys
import Testing

@Suite struct PolicySelectionTests {
    @Test func `an empty selection is every key on every route`() {
        let selection = PolicySelection()
        #expect(selection.includes(makeID(7)) && !selection.isAboutRoutes)
        #expect(selection.includesRoute(named: "orders", sensitivity: nil))
    }

    @Test func `keys that are named are found among many, and no others`() {
        let selection = PolicySelection(keys: (1...1000).map { makeID(UInt64($0 * 2)) })
        for number in 0...2001 {
            #expect(selection.includes(makeID(UInt64(number))) == (number > 0 && number % 2 == 0 && number <= 2000))
        }
    }

    @Test func `a label and what is more sensitive are meant; a route without a label is not`() {
        let selection = PolicySelection(minimumSensitivity: .confidential)
        let meant = [Sensitivity?.none, .public, .internal, .confidential, .restricted].map {
            selection.includesRoute(named: "orders", sensitivity: $0)
        }
        #expect(meant == [false, false, false, true, true])
    }

    @Test func `buckets are spread evenly, and anew for each policy`() {
        var counts = [Int](repeating: 0, count: 100)
        var same = 0
        for number in 0..<20_000 {
            let key: KeyID = makeID(UInt64(number) &* 0x9e37_79b9_7f4a_7c15)
            let bucket = Policy.bucket(of: key, in: makeID(1))
            counts[Int(bucket)] += 1
            if bucket == Policy.bucket(of: key, in: makeID(2)) { same += 1 }
        }
        #expect(counts.allSatisfy { (120...280).contains($0) })
        #expect((100...300).contains(same))
    }
}
