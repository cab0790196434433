/// An identity or an operator of whom older audit entries tell nothing any more.
package struct Erased<Person: Hashable & Sendable>: Hashable, Sendable {
    package let person: Person
    /// How many keys were erased; what they sealed cannot be read any more.
    package let keys: Int
}
