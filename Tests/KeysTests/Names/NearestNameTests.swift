import Keys
import Testing

@Suite struct NearestNameTests {
    private let names = ["port", "address", "maximumConnections", "name"]

    @Test(arguments: [
        ("prot", "port"), ("adress", "address"), ("MaximumConnections", "maximumConnections"), ("nmae", "name"),
        ("ports", "port"),
    ])
    func `a slip of the hand finds the name that was meant`(text: String, name: String) {
        #expect(NearestName.of(text, among: self.names) == name)
    }

    @Test(arguments: ["", "zzzz", "x", "connections"])
    func `what is like nothing is told nothing`(text: String) {
        #expect(NearestName.of(text, among: self.names) == nil)
    }

    @Test func `without names there is none, and long texts cost no more than short ones`() {
        #expect(NearestName.of("port", among: []) == nil)
        let long = String(repeating: "p", count: 100_000)
        #expect(NearestName.of(long, among: self.names) == nil)
    }
}
