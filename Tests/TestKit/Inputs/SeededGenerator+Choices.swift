extension SeededGenerator {
    /// One of the elements; the collection must not be empty.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[self.number(below: elements.count)]
    }

    /// 0 ..< bound.
    package mutating func number(below bound: Int) -> Int { Int(self.next() % UInt64(max(bound, 1))) }

    /// True once in so many times.
    package mutating func oneIn(_ times: Int) -> Bool { self.number(below: times) == 0 }
}
